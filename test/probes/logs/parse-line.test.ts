import { describe, expect, test } from "vitest";
import { lineReader, parseLine, type LogLine } from "../../../src/probes/logs/parse-line.ts";

const AT = "2026-11-22T03:06:40Z";
const json = (fields: object) => parseLine(`${AT} ${JSON.stringify(fields)}`);

describe("when a line was written", () => {
  test.each([
    ["the cluster's stamp", `${AT} {"timestamp":"2026-11-22T01:00:00Z"}`, AT],
    ["its own, where the cluster gives none", `{"timestamp":"2026-11-22T01:00:00Z"}`, "2026-11-22T01:00:00Z"],
    ["a stamp with an offset", "2026-11-22T05:06:40.5+02:00 started", "2026-11-22T03:06:40.5Z"],
    ["nothing", "started", null],
    ["a number in its place", `{"timestamp":5}`, null],
  ])("%s", (_what, served, at) => {
    expect(parseLine(served).atMs).toBe(at === null ? null : Date.parse(at));
  });

  test("the cluster's stamp is no part of what was said", () => {
    expect(parseLine(`${AT} started at ${AT} `).message).toBe(`started at ${AT} `);
    expect(parseLine("started now").message).toBe("started now");
    expect(parseLine(`now ${AT} started`).message).toBe(`now ${AT} started`);
  });
});

describe("the level", () => {
  test.each<[object, LogLine["level"], string | null]>([
    [{ level: "error" }, "error", "ERROR"],
    [{ severity: "Critical" }, "error", "CRITICAL"],
    ...["ERR", "FATAL", "CRIT", "SEVERE", "PANIC", "EMERGENCY", "ALERT"].flatMap(
      (word): [object, "error", string][] => [
        [{ level: word }, "error", word],
        [{ level: word.toLowerCase() }, "error", word],
      ],
    ),
    [{ level: "info", severity: "ERROR" }, "other", "INFO"],
    [{ level: "warn" }, "other", "WARN"],
    [{ level: 50 }, "other", null],
    [{}, "other", null],
  ])("of %j is %s", (fields, level, word) => {
    expect(json(fields)).toMatchObject({ level, keys: { level: word } });
  });

  test.each([
    ["ERROR pool exhausted", "error"],
    ["pool exhausted", "other"],
    // These are JSON, but no line of the platform's format.
    ['"ERROR in quotes"', "error"],
    ["5", "other"],
    ["null", "other"],
    ["{ERROR} and no JSON", "error"],
    ...["FATAL", "CRITICAL", "SEVERE", "PANIC"].map((word) => [`at 3 ${word} pool exhausted`, "error"]),
    [`${"x".repeat(59)} ERROR pool exhausted`, "error"],
    [`${"x".repeat(60)} ERROR pool exhausted`, "other"],
    ["ERRORS: none", "other"],
    // An exception's name at the beginning, also behind brackets; elsewhere it may be spoken of.
    ["KeyError: 5", "error"],
    ["java.lang.IllegalStateException: closed", "error"],
    [" [[ValueError]", "error"],
    ["     ValueError", "other"],
    ["no KeyError here", "other"],
    ["panic: out of memory", "error"],
    ["no panic: all is well", "other"],
    ["Traceback (most recent call last):", "error"],
    ["see Traceback above", "other"],
    ["{", "other"],
    [`{"level":"other","nested":${"[".repeat(600)}${"]".repeat(600)}}`, "other"],
  ])("of the plain line %s is %s", (text, level) => {
    const keys = { level: null, service: null, errorType: null, namespace: null, featureGroup: null };
    const line = parseLine(`${AT} ${text}`);
    expect([line.atMs, line.level, line.message, line.keys]).toEqual([Date.parse(AT), level, text, keys]);
  });
});

test.each([
  [{ message: "m", msg: "other" }, "m"],
  [{ msg: "m" }, "m"],
  [{ message: { text: "m" } }, ""],
  [{}, ""],
])("the message of %j is %j", (fields, message) => {
  expect(json(fields).message).toBe(message);
});

test.each([
  [{ context: { error_type: "InContext" }, error_type: "Beside", error: { type: "InError" } }, "InContext"],
  [{ context: {}, error_type: "Beside", error: { type: "InError" } }, "Beside"],
  [{ error: { type: "InError" } }, "InError"],
  [{ context: { error: { type: "InError" } } }, "InError"],
  [{ error: { type: "InError" }, context: { error: { type: "Deeper" } } }, "InError"],
  [{ error: "KeyError", context: null }, null],
  [{ error: null, context: ["KeyError"] }, null],
])("the error's type in %j is %j", (fields, errorType) => {
  expect(json(fields).keys.errorType).toBe(errorType);
});

// A key's value is a name; what has the form of an id, of a secret or of a sentence has no place there.
test.each([
  ["feature-api", "feature-api"],
  ["feature-api-v2.1", "feature-api-v2.1"],
  ["a".repeat(80), "a".repeat(80)],
  ["a".repeat(81), null],
  ["4711-api", null],
  ["alice smith", null],
  ["user-12345", null],
  ["sk_live_8f7d6c5b4a", null],
  ["password:hunter", null],
  [5, null],
])("the service %j is kept as %j", (service, kept) => {
  expect(json({ service }).keys.service).toBe(kept);
});

describe("line after line", () => {
  const told = ({ atMs, level, message, keys }: ReturnType<typeof parseLine>) => ({ atMs, level, message, keys });

  test("what was said before in the same words has its own time, and is read as it is alone", () => {
    const texts = [
      '{"level":"ERROR","message":"lookup of 1 failed"}',
      "started",
      '{"level":"ERROR","message":"lookup of 1 failed","timestamp":"2026-11-22T01:00:00Z"}',
      `{"level":"ERROR","message":"${"long ".repeat(200)}"}`,
      "panic: out of memory",
    ];
    const read = lineReader();
    for (const [second, text] of [...texts, ...texts].entries())
      for (const served of [`2026-11-22T03:06:0${second}Z ${text}`, text])
        expect(told(read(served))).toEqual(told(parseLine(served)));
  });

  test("of more texts than are kept each is read as it is", () => {
    const read = lineReader();
    for (let nth = 0; nth < 4_500; nth += 1)
      expect(read(`${AT} said ${nth % 2_500}`).message).toBe(`said ${nth % 2_500}`);
  });
});
