import { createServer as httpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import { createServer as tlsServer } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { ClientError } from "../../../src/clients/client-error.ts";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment, type KafkaSettings } from "../../../src/core/environment/environment.ts";
import { createKafkaServer } from "../../../src/sandbox/kafka/kafka-server.ts";
import { byName, straightLog, topicOf } from "../../sandbox/kafka/straight-log.ts";
import { authority } from "../certificates.ts";

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function sandbox(users?: ReadonlyMap<string, string>): Promise<string> {
  const state = {
    clusterId: "failures",
    brokers: [{ id: 1 }],
    topics: byName(topicOf("t", [straightLog(10)])),
    groups: new Map(),
  };
  const server = createKafkaServer({ state, now: () => 0, ...(users === undefined ? {} : { users }) });
  closing.push(() => server.close());
  return (await server.listen())[0] ?? "";
}

async function failure(kafka: KafkaSettings, env: Readonly<Record<string, string>> = {}): Promise<ClientError> {
  const doors = openDoors({ ...bareEnvironment("staging"), kafka }, { env, timeoutMs: 1_000 });
  closing.push(() => doors.close());
  try {
    await (await doors.kafka()).topics(["t"], AbortSignal.timeout(10_000));
  } catch (error) {
    if (error instanceof ClientError) return error;
    throw error;
  }
  throw new Error("it answered");
}

describe("what answers there is no Kafka broker, or not the expected one", () => {
  test("nobody", async () => {
    expect(await failure({ brokers: ["127.0.0.1:1"] })).toMatchObject({
      code: "unreachable",
      message: "Kafka at 127.0.0.1:1: connection refused: nothing listens there",
      hint: expect.stringContaining("environments.staging.kafka.brokers"),
    });
  });

  test("several that are nobody", async () => {
    const { message } = await failure({ brokers: ["127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"] });
    expect(message).toBe(
      "Kafka at 127.0.0.1:1: connection refused: nothing listens there; the 2 other brokers gave no answer either",
    );
  });

  test("a web server", async () => {
    const address = await listening(httpServer((_, response) => response.end("hello")));
    expect(await failure({ brokers: [address] })).toMatchObject({
      code: "unexpected-answer",
      message: `Kafka at ${address}: an HTTP server answers there`,
    });
  });

  test.each([
    ["a length that is none", -2, "unexpected-answer", "something that is no Kafka broker"],
    ["no room for its own number", 0, "unexpected-answer", "the answer cannot be read"],
    ["a length beyond all answers", 0x7fffffff, "unexpected-answer", "something that is no Kafka broker"],
  ])("an answer of %s ends no more than its connection", async (_, length, code, words) => {
    const server = createServer((socket) => {
      const size = Buffer.alloc(4);
      size.writeInt32BE(length);
      socket.on("error", () => undefined).once("data", () => socket.write(size));
    });
    const error = await failure({ brokers: [await listening(server)] });
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(words);
  });

  test("something that greets first", async () => {
    const address = await listening(createServer((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n")));
    const error = await failure({ brokers: [address] });
    expect(error).toMatchObject({ code: "unexpected-answer" });
    expect(error.message).toContain("something that is no Kafka broker answers there");
  });

  test("something that accepts and never answers", async () => {
    const address = await listening(createServer());
    expect(await failure({ brokers: [address] })).toMatchObject({
      code: "timeout",
      message: `Kafka at ${address} accepts connections and does not answer`,
    });
  });

  test("something that speaks TLS", async () => {
    const trusted = authority("kafka");
    closing.push(() => trusted.dispose());
    const { key, cert } = trusted.issue("/CN=server");
    const address = await listening(tlsServer({ key, cert }));
    const error = await failure({ brokers: [address] });
    expect(error).toMatchObject({ code: "tls" });
    expect(error.message).toContain("speaks TLS, and the environment says plain");
    expect(error.hint).toContain("environments.staging.kafka.ssl");
  });

  test("a plain broker, asked by TLS", async () => {
    const error = await failure({ brokers: [await sandbox()], ssl: true });
    expect(error).toMatchObject({ code: "tls" });
    expect(error.message).toContain("it speaks no TLS there, or wants a client certificate");
  });
});

describe("credentials", () => {
  const users = new Map([["bigops", "right-one"]]);
  const sasl = { mechanism: "plain", username: "bigops", password: { env: "KAFKA_PASSWORD" } } as const;

  test("that are refused; the password is not told", async () => {
    const error = await failure({ brokers: [await sandbox(users)], sasl }, { KAFKA_PASSWORD: "wrong-one" });
    expect(error).toMatchObject({ code: "unauthorized" });
    expect(error.message).toContain("refuses the name or the password of bigops (PLAIN)");
    expect(`${error.message} ${error.hint} ${error.stack}`).not.toContain("wrong-one");
  });

  test("that are missing", async () => {
    const error = await failure({ brokers: [await sandbox(users)] });
    expect(error).toMatchObject({ code: "unauthorized" });
    expect(error.message).toContain("it wants SASL credentials");
  });

  test("of a mechanism that it does not offer", async () => {
    const given = { ...sasl, mechanism: "scram-sha-512" } as const;
    const error = await failure({ brokers: [await sandbox(users)], sasl: given }, { KAFKA_PASSWORD: "right-one" });
    expect(error).toMatchObject({ code: "unauthorized" });
    expect(error.message).toContain("does not offer SCRAM-SHA-512");
  });

  test("whose variable is not set", async () => {
    expect(await failure({ brokers: ["127.0.0.1:1"], sasl })).toMatchObject({
      code: "not-configured",
      message: expect.stringContaining("KAFKA_PASSWORD is not set"),
    });
  });
});

describe("settings", () => {
  test.each(["a broker", "http://kafka:9092", "kafka:9092/x", ""])("%j is no broker", async (broker) => {
    expect(await failure({ brokers: [broker] })).toMatchObject({ code: "not-configured" });
  });

  test("an environment without Kafka names the key", async () => {
    const doors = openDoors(bareEnvironment("staging"), { env: {} });
    await expect(doors.kafka()).rejects.toMatchObject({
      code: "not-configured",
      hint: expect.stringContaining("environments.staging.kafka"),
    });
  });
});

test("whoever stops asking is not kept waiting, and the connection is closed", async () => {
  const sockets: { destroyed: boolean }[] = [];
  const address = await listening(createServer((socket) => void sockets.push(socket.resume().on("error", () => {}))));
  const doors = openDoors({ ...bareEnvironment("staging"), kafka: { brokers: [address] } }, { env: {} });
  closing.push(() => doors.close());
  const kafka = await doors.kafka();
  const startedAt = performance.now();
  await expect(kafka.topics(["t"], AbortSignal.timeout(200))).rejects.toMatchObject({ code: "aborted" });
  expect(performance.now() - startedAt).toBeLessThan(1_500);
  await expect.poll(() => sockets.length > 0 && sockets.every(({ destroyed }) => destroyed)).toBe(true);
});
