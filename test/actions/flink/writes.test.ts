import { describe, expect, test } from "vitest";
import { flinkRun, flinkStop } from "../../../src/actions/flink/equivalent-command.ts";
import { iso, spanWords } from "../../../src/actions/flink/moment.ts";
import { argumentWarning, runArguments } from "../../../src/actions/flink/run-arguments.ts";
import {
  cancelWrite,
  isObject,
  jobOf,
  kindOf,
  requirementsWrite,
  runWrite,
  stopWrite,
  textIn,
  uploadWrite,
} from "../../../src/actions/flink/writes.ts";
import { JOB, NEW_JOB, TRIGGER } from "./stub-flink.ts";

const ORDER = {
  jobId: NEW_JOB,
  job: "zipline",
  jar: "z.jar",
  entryClass: null,
  args: [],
  parallelism: null,
  from: null,
  configuration: {},
};
const WRITES = {
  upload: uploadWrite("1", { name: "z.jar", sha256: "0", sizeBytes: 3_500_001 }),
  run: runWrite("1", ORDER),
  stop: stopWrite("1", "zipline", JOB, TRIGGER),
  cancel: cancelWrite("1", "zipline", JOB),
  requirements: requirementsWrite("1", "zipline", JOB, { v: 1 }),
};

describe("each write is known again by its method and path", () => {
  test.each(Object.keys(WRITES) as readonly (keyof typeof WRITES)[])("%s", (kind) => {
    expect(kindOf(WRITES[kind])).toBe(kind);
  });

  test.each([
    { ...WRITES.stop, method: "PATCH" },
    { ...WRITES.stop, path: `/v1/jobs/${JOB}/stop` },
    { ...WRITES.stop, path: `/jobs/${JOB}/stop/now` },
    { ...WRITES.cancel, path: `/jobs/${JOB}?mode=stop` },
    { ...WRITES.run, path: "/jars/z.jar/run" },
    { ...WRITES.requirements, path: "/jobs/x/resource-requirements" },
    { ...WRITES.upload, path: "/jars/upload/z" },
  ] as const)("and no other one is: %#", (write) => {
    expect(() => kindOf(write)).toThrow(`no write of Flink's: ${write.method} ${write.path}`);
  });

  test("and the job that it is about by its path", () => {
    expect([jobOf(WRITES.stop), jobOf(WRITES.cancel), jobOf(WRITES.requirements)]).toEqual([JOB, JOB, JOB]);
    expect([jobOf(WRITES.run), jobOf(WRITES.upload)]).toEqual([null, null]);
    expect(jobOf({ ...WRITES.stop, path: `/v1${WRITES.stop.path}` })).toBeNull();
  });
});

test("an upload has ten seconds and one more for each megabyte", () => {
  expect(WRITES.upload.timeoutMs).toBe(13_501);
});

test("a text of a body is found where it is one", () => {
  expect([textIn({ a: "b" }, "a"), textIn({ a: 1 }, "a"), textIn({}, "a"), textIn(null, "a")]).toEqual([
    "b",
    "",
    "",
    "",
  ]);
  expect([textIn(["b"], "0"), textIn("b", "0")]).toEqual(["", ""]);
  expect([isObject({}), isObject([]), isObject(null), isObject("{}"), isObject(undefined)]).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

describe("the command that a person would have typed", () => {
  const plain = { entryClass: null, parallelism: null, from: null, jar: "z.jar", args: [], configuration: {} };
  test.each([
    [plain, "flink run -d z.jar"],
    [{ ...plain, entryClass: "x.Main$1", parallelism: 3 }, "flink run -d -c 'x.Main$1' -p 3 z.jar"],
    [{ ...plain, from: "s3://b/a b", args: ["--x", "it's"] }, "flink run -d -s 's3://b/a b' z.jar --x 'it'\\''s'"],
    // A placeholder is for a person to fill.
    [{ ...plain, from: "<savepoint>" }, "flink run -d -s <savepoint> z.jar"],
    [{ ...plain, configuration: { a: "1 ms", b: "2" } }, "flink run -d -Da='1 ms' -Db=2 z.jar"],
  ])("%#", (given, command) => {
    expect(flinkRun(given)).toBe(command);
  });

  test("to stop a job", () => {
    expect([flinkStop(JOB), flinkStop("a b")]).toEqual([`flink stop ${JOB}`, "flink stop 'a b'"]);
  });
});

test("program arguments are a list, or a text that is split at its spaces", () => {
  const { args } = runArguments;
  expect([args.parse(["a b"]), args.parse("  a  b "), args.parse(""), args.parse(undefined)]).toEqual([
    ["a b"],
    ["a", "b"],
    [],
    [],
  ]);
  expect(argumentWarning(["a", "b"])).toContain("it gets the program arguments a b; those of the job before");
  expect(argumentWarning([])).toContain("it gets no program arguments; ");
});

test.each([
  [-5, "0 s"],
  [99_499, "99 s"],
  [99_500, "2 min"],
  [5_399_000, "90 min"],
  [5_400_000, "2 h"],
  [172_799_000, "48 h"],
  [172_800_000, "2 days"],
  [864_000_000, "10 days"],
])("%i ms are said as %s", (ms, words) => {
  expect(spanWords(ms)).toBe(words);
});

test("a moment is said in whole seconds", () => {
  expect(iso(Date.parse("2026-11-22T03:06:40.987Z"))).toBe("2026-11-22T03:06:40Z");
});
