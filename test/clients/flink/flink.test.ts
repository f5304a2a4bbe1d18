import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { failureOf, soon } from "../failure.ts";
import { doorsWith, kubeconfigOf } from "../kubernetes/kubeconfigs.ts";
import { type Answer, httpServer, sendJson } from "../servers.ts";

async function flinkWith(answer: Answer, jar?: string) {
  const server = await httpServer(answer);
  const flink = { url: `${server.url}/flink`, ...(jar !== undefined && { jar }) };
  const doors = doorsWith(kubeconfigOf("http://127.0.0.1:1"), { environment: { flink } });
  return { server, flink: await doors.flink() };
}

const says = (status: number, body: unknown) => flinkWith((_, response) => sendJson(response, status, body));
const ID = "0".repeat(31) + "1";

describe("what Flink answers", () => {
  it("is read below the URL's own path, ids as whole segments", async () => {
    const { server, flink } = await says(404, { errors: ["Not found: x"] });
    await failureOf(flink.job("../jars", soon()));
    expect(server.received[0]).toMatchObject({ method: "GET", url: "/flink/jobs/..%2Fjars" });
  });

  it("is none when it is empty", async () => {
    const { flink } = await flinkWith((_, response) => response.writeHead(200).end());
    const error = await failureOf(flink.jobs(soon()));
    expect(error).toMatchObject({ code: "unexpected-answer", status: 200 });
    expect(error.message).toMatch(/the answer is not Flink's \(status 200\): it is empty$/);
  });

  it("of a job's requirements names its vertices: nothing is none of them", async () => {
    const { flink } = await flinkWith((_, response) => response.writeHead(200).end());
    const error = await failureOf(flink.resourceRequirements(ID, soon()));
    expect(error).toMatchObject({ code: "unexpected-answer", status: 200 });
    expect(error.message).toMatch(/it is empty$/);
  });

  it("of a refusal is its own first line, without packages and traces", async () => {
    const trace = `org.apache.flink.runtime.rest.NotFoundException: Job ${ID} not found\n\tat org.apache.flink.X.y(X.java:1)`;
    const { flink } = await says(404, { errors: [trace] });
    const error = await failureOf(flink.job(ID, soon()));
    expect(error).toMatchObject({ code: "not-found", status: 404 });
    expect(error.message).toMatch(new RegExp(`Flink says NotFoundException: Job ${ID} not found$`));
  });

  it("of an internal error is the innermost cause", async () => {
    const text =
      "<Exception on server side:\njava.util.concurrent.CompletionException: a\n\tat x.Y\nCaused by: java.lang.ClassNotFoundException: Nope\n\tat z";
    const { flink } = await says(500, { errors: ["Internal server error.", text] });
    const error = await failureOf(flink.write({ method: "POST", path: "/jars/a/run", body: {} }, soon()));
    expect(error).toMatchObject({ code: "server-error", status: 500 });
    expect(error.message).toMatch(/Flink says ClassNotFoundException: Nope$/);
  });

  it("is not a web page", async () => {
    const { flink } = await flinkWith((_, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<html><title>Sign in</title></html>"),
    );
    const error = await failureOf(flink.jobs(soon()));
    expect(error).toMatchObject({ code: "unexpected-answer" });
    expect(error.message).toMatch(/a web page \("Sign in"\)/);
  });

  it("is not lists in lists without end", async () => {
    const { flink } = await flinkWith((_, response) => response.writeHead(200).end("[".repeat(1_000)));
    const error = await failureOf(flink.jobs(soon()));
    expect(error).toMatchObject({ code: "unexpected-answer" });
    expect(error.message).toMatch(/its JSON is nested too deeply$/);
  });

  it("is not something else's JSON", async () => {
    const { flink } = await says(200, { jobs: [{ jid: 5 }] });
    const error = await failureOf(flink.jobs(soon()));
    expect(error).toMatchObject({ code: "unexpected-answer" });
    expect(error.message).toMatch(/jobs\.0\.jid must be a text$/);
  });
});

describe("backpressure", () => {
  const backpressure = async (status: number, body: unknown) =>
    (await says(status, body)).flink.backpressure(ID, "v", soon());
  const subtask = { subtask: 0, ratio: 0.75, idleRatio: 0, busyRatio: 0.25 };

  it("has no sample before the first metrics were fetched", async () => {
    const text =
      "<Exception on server side:\njava.util.NoSuchElementException: No value present\n\tat JobVertexBackPressureHandler";
    expect(await backpressure(500, { errors: ["Internal server error.", text] })).toBeNull();
    expect(await backpressure(200, { status: "deprecated" })).toBeNull();
    expect(await backpressure(200, { status: "ok", backpressureLevel: "ok", subtasks: [] })).toBeNull();
  });

  it("has no number where Flink has none", async () => {
    expect(await backpressure(200, { status: "ok", subtasks: [{ ...subtask, busyRatio: "NaN" }] })).toEqual([
      { subtask: 0, backpressured: 0.75, busy: null, idle: 0 },
    ]);
  });

  it("another internal error is one", async () => {
    await expect(backpressure(500, { errors: ["Internal server error.", "x: broken"] })).rejects.toThrow(/broken/);
  });
});

describe("metrics", () => {
  it("are numbers; what is none is left out", async () => {
    const { server, flink } = await says(200, [
      { id: "numRestarts", value: "3" },
      { id: "uptime", value: "NaN" },
      { id: "x", value: "" },
    ]);
    expect([...(await flink.jobMetrics(ID, ["numRestarts", "uptime", "x"], soon()))]).toEqual([["numRestarts", 3]]);
    expect(server.received[0]?.url).toBe(`/flink/jobs/${ID}/metrics?get=numRestarts%2Cuptime%2Cx`);
  });
});

describe("a savepoint", () => {
  const savepoint = async (body: unknown) => (await says(200, body)).flink.savepoint(ID, "t", soon());

  it("is in progress, or completed where it is", async () => {
    expect(await savepoint({ status: { id: "IN_PROGRESS" }, operation: null })).toEqual({ state: "in-progress" });
    expect(await savepoint({ status: { id: "COMPLETED" }, operation: { location: "file:/s" } })).toEqual({
      state: "completed",
      path: "file:/s",
    });
  });

  it("that completed with a failure, or without a place, has failed", async () => {
    const cause = {
      class: "java.util.concurrent.CompletionException",
      "stack-trace":
        "java.util.concurrent.CompletionException: a\nCaused by: org.x.CheckpointException: Not all required tasks are currently running.",
    };
    expect(await savepoint({ status: { id: "COMPLETED" }, operation: { "failure-cause": cause } })).toEqual({
      state: "failed",
      reason: "CheckpointException: Not all required tasks are currently running.",
    });
    expect(await savepoint({ status: { id: "COMPLETED" }, operation: {} })).toMatchObject({ state: "failed" });
  });
});

describe("the jar", () => {
  async function jarFile(content: Uint8Array): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "bigops-jar-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, "zipline.jar"), content);
    return join(folder, "zipline.jar");
  }

  it("goes as a form with its bytes as they are, once", async () => {
    const content = Buffer.from([0x50, 0x4b, 0xff, 0x00, 0x0d, 0x0a, 0x2d, 0x2d]);
    const uploaded = { filename: "/tmp/upload/u-u-i-d_zipline-abc.jar", status: "success" };
    const { server, flink } = await flinkWith(
      (_, response) => sendJson(response, 200, uploaded),
      await jarFile(content),
    );
    const { bytes, sha256, name } = await flink.localJar();
    expect({ name, sha256 }).toEqual({
      name: "zipline.jar",
      sha256: createHash("sha256").update(content).digest("hex"),
    });
    expect(await flink.upload("zipline-abc.jar", bytes, 5_000, soon())).toBe("u-u-i-d_zipline-abc.jar");
    expect(server.received).toHaveLength(1);
    const { headers, body, method, url } = server.received[0] ?? { headers: {}, body: "", method: "", url: "" };
    expect({ method, url }).toEqual({ method: "POST", url: "/flink/jars/upload" });
    const [, boundary = "none"] = /^multipart\/form-data; boundary=(\S+)$/.exec(headers["content-type"] ?? "") ?? [];
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="jarfile"; filename="zipline-abc.jar"\r\nContent-Type: application/x-java-archive\r\n\r\n`;
    expect(Number(headers["content-length"])).toBe(head.length + content.length + `\r\n--${boundary}--\r\n`.length);
    expect(body.startsWith(head)).toBe(true);
  });

  it("has the time that is given it, whatever others have", async () => {
    const { flink } = await flinkWith((_, response) => {
      setTimeout(() => sendJson(response, 200, { filename: "/tmp/u_zipline-abc.jar", status: "success" }), 300);
    });
    const upload = (timeoutMs: number) => flink.upload("zipline-abc.jar", Buffer.from("PK"), timeoutMs, soon());
    expect(await failureOf(upload(100))).toMatchObject({ code: "timeout" });
    expect(await upload(10_000)).toBe("u_zipline-abc.jar");
  });

  it("that the environment does not name, or that is not there, is said with its key", async () => {
    const none = await flinkWith((_, response) => sendJson(response, 200, {}));
    expect((await failureOf(none.flink.localJar())).hint).toMatch(/environments\.staging\.flink\.jar/);
    const gone = await flinkWith((_, response) => sendJson(response, 200, {}), "/nowhere/zipline.jar");
    expect((await failureOf(gone.flink.localJar())).message).toMatch(/zipline\.jar cannot be read \(ENOENT\)/);
  });
});

it("an environment without Flink names the key to add", async () => {
  const doors = doorsWith(kubeconfigOf("http://127.0.0.1:1"));
  expect(await failureOf(doors.flink())).toMatchObject({
    code: "not-configured",
    hint: expect.stringMatching(/\.flink/),
  });
});
