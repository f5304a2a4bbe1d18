import { describe, expect, test } from "vitest";
import type { ClientErrorCode } from "../../../src/clients/client-error.ts";
import { ClientError } from "../../../src/clients/client-error.ts";
import { reconcileWrite } from "../../../src/actions/flink/reconcile-write.ts";
import { sendWrite } from "../../../src/actions/flink/send-write.ts";
import { cancelWrite, runWrite, SAVEPOINT, stopWrite, uploadWrite } from "../../../src/actions/flink/writes.ts";
import { contextWith, fails, JOB, jobIn, NEW_JOB, NOW, orderOf, sending, TRIGGER } from "./stub-flink.ts";

const JAR = "zipline-0123456789ab.jar";
const run = (from: string | null) =>
  runWrite("2", {
    jobId: NEW_JOB,
    job: "zipline",
    jar: JAR,
    entryClass: "Main",
    args: ["--rate", "5"],
    parallelism: 2,
    from,
    configuration: {},
  });
const stop = stopWrite("1", "zipline", JOB, TRIGGER);
const gone = fails("not-found", 404);

describe("what is sent", () => {
  test("is the approved body with its two placeholders filled", async () => {
    const { sent, write } = sending(async () => ({ jobid: NEW_JOB }));
    const detail = { jar: `u/1_${JAR}`, savepoint: "file:/savepoints/s-1" };
    const receipt = await sendWrite(orderOf(run(SAVEPOINT), detail), contextWith({ write }));
    expect(receipt).toEqual({
      outcome: "applied",
      atMs: NOW,
      resourceVersion: null,
      detail: { jobId: NEW_JOB, savepoint: "file:/savepoints/s-1" },
    });
    const body = {
      jobId: NEW_JOB,
      entryClass: "Main",
      programArgsList: ["--rate", "5"],
      parallelism: 2,
      savepointPath: "file:/savepoints/s-1",
    };
    expect(sent).toEqual([{ path: `/jars/u%2F1_${JAR}/run`, body, query: {} }]);
  });

  test("a program's argument that looks like a placeholder stays what it is", async () => {
    const { sent, write } = sending(async () => ({ jobid: NEW_JOB }));
    const odd = { ...run(null), body: { jobId: NEW_JOB, programArgsList: [SAVEPOINT] } };
    await sendWrite(orderOf(odd, { jar: JAR, savepoint: "file:/s" }), contextWith({ write }));
    expect(sent[0]?.body).toEqual({ jobId: NEW_JOB, programArgsList: [SAVEPOINT] });
  });

  test("a cancellation names its mode where Flink reads it", async () => {
    const { sent, write } = sending(async () => ({}));
    await sendWrite(orderOf(cancelWrite("1", "zipline", JOB)), contextWith({ write }));
    expect(sent).toEqual([{ path: `/jobs/${JOB}`, body: null, query: { mode: "cancel" } }]);
  });

  test("a jar that is there already is not sent again", async () => {
    const write = uploadWrite("1", { name: JAR, sha256: "f".repeat(64), sizeBytes: 5 });
    expect(await sendWrite(orderOf(write, { jar: "u_1" }), contextWith({}))).toMatchObject({
      outcome: "applied",
      detail: { jar: "u_1" },
    });
  });
});

describe("a submission that was not answered with yes", () => {
  const sent = (
    code: ClientErrorCode,
    status: number | null,
    job: () => Promise<never> | Promise<ReturnType<typeof jobIn>>,
  ) => sendWrite(orderOf(run(null), { jar: JAR }), contextWith({ write: fails(code, status), job }));

  test.each([
    ["timeout", null],
    ["server-error", 502],
    ["server-error", 503],
    ["server-error", 504],
    ["unexpected-answer", null],
  ] as const)("%s %s proves nothing", async (code, status) => {
    expect(await sent(code, status, gone)).toMatchObject({ outcome: "lost" });
  });

  test.each([
    ["server-error", 500],
    ["invalid", 400],
  ] as const)("%s %d: the job's id tells", async (code, status) => {
    expect(await sent(code, status, gone)).toMatchObject({ outcome: "rejected", message: "Flink says no" });
    expect(await sent(code, status, async () => jobIn("RUNNING", { id: NEW_JOB }))).toMatchObject({
      outcome: "applied",
    });
    expect(await sent(code, status, fails("timeout", null))).toMatchObject({ outcome: "lost" });
  });

  test("too busy, or nobody there to connect to: not sent", async () => {
    expect(await sent("rate-limited", 429, gone)).toMatchObject({ outcome: "not-sent" });
    const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    const write = () => Promise.reject(new ClientError("unreachable", "refused", "is it up?", null, refused));
    expect(await sendWrite(orderOf(run(null), { jar: JAR }), contextWith({ write }))).toMatchObject({
      outcome: "not-sent",
    });
  });
});

describe("a stop with a savepoint", () => {
  const stopped = (savepoint: Parameters<typeof contextWith>[0]["savepoint"]) =>
    sendWrite(
      orderOf(stop),
      contextWith({ write: async () => ({ "request-id": TRIGGER }), ...(savepoint && { savepoint }) }),
    );

  test("is made when the savepoint is", async () => {
    let asked = 0;
    const savepoint = async () => {
      asked += 1;
      return asked < 3 ? ({ state: "in-progress" } as const) : ({ state: "completed", path: "file:/s" } as const);
    };
    expect(await stopped(savepoint)).toMatchObject({ outcome: "applied", detail: { savepoint: "file:/s" } });
  });

  test("that completed with a failure is none: the job goes on", async () => {
    const receipt = await stopped(async () => ({ state: "failed", reason: "CheckpointException: not all run" }));
    expect(receipt).toMatchObject({ outcome: "rejected", message: expect.stringMatching(/goes on.*not all run/) });
  });
});

describe("after a lost answer", () => {
  const found = (order: ReturnType<typeof orderOf>, flink: Parameters<typeof contextWith>[0]) =>
    reconcileWrite(order, contextWith(flink)).then((answer) => answer.found);
  const jar = { id: `u_${JAR}`, name: JAR, uploadedAtMs: 1 };
  const upload = orderOf(uploadWrite("1", { name: JAR, sha256: "f".repeat(64), sizeBytes: 5 }));

  test("a submission is in place when its job id is known", async () => {
    expect(await found(orderOf(run(null)), { job: async () => jobIn("FAILED") })).toBe("applied");
    expect(await found(orderOf(run(null)), { job: gone })).toBe("not-applied");
    await expect(found(orderOf(run(null)), { job: fails("timeout", null) })).rejects.toThrow(ClientError);
  });

  test("an upload, when a jar of that content is there", async () => {
    expect(await found(upload, { jars: async () => [jar] })).toBe("applied");
    expect(await found(upload, { jars: async () => [{ ...jar, name: "zipline-ffffffffffff.jar" }] })).toBe(
      "not-applied",
    );
  });

  test("a stop, when its trigger is known; without it a job that runs was not stopped, one that is over may have been", async () => {
    expect(await found(orderOf(stop), { savepoint: async () => ({ state: "in-progress" }) })).toBe("applied");
    expect(await found(orderOf(stop), { savepoint: async () => ({ state: "failed", reason: "x" }) })).toBe(
      "not-applied",
    );
    const forgotten = { savepoint: gone };
    expect(await found(orderOf(stop), { ...forgotten, job: async () => jobIn("RUNNING") })).toBe("not-applied");
    expect(await found(orderOf(stop), { ...forgotten, job: async () => jobIn("FINISHED") })).toBe("unknown");
    expect(await found(orderOf(stop), { ...forgotten, job: gone })).toBe("unknown");
  });
});
