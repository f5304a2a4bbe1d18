import { createServer as httpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment, type KafkaSettings } from "../../../src/core/environment/environment.ts";
import type { KafkaPlace } from "../../contract/kafka-contract.ts";
import { check } from "../../contract/probes-world.ts";
import { allow } from "../streaming/kafka/acl.ts";
import { realScenes } from "../streaming/kafka/make-scenes.ts";
import { kafkaFromInjected } from "../streaming/kafka-from-injected.ts";

const env = { ALICE: "alice-secret", BOB: "bob-secret", CAROL: "carol-secret", WRONG: "no-such-password" };

describe.skipIf(inject("streaming") === null)("ways into a real broker", () => {
  const { plain, sasl, saslTls, tls, mutualTls, certificates } = kafkaFromInjected();
  const ca = { file: `${certificates}/ca.crt` };
  const client = { cert: { file: `${certificates}/client.crt` }, key: { file: `${certificates}/client.key` } };
  const alice = { mechanism: "scram-sha-256", username: "alice", password: { env: "ALICE" } } as const;
  const bob = { mechanism: "plain", username: "bob", password: { env: "BOB" } } as const;
  const carol = { mechanism: "scram-sha-512", username: "carol", password: { env: "CAROL" } } as const;
  let place: KafkaPlace;

  beforeAll(async () => {
    place = await realScenes(plain);
    const topic = place.topic("behind");
    const group = place.group("behind");
    // Describe is what the reference tool needs, and all that is asked for; alice may read as well.
    const [marked, markers] = [place.topic("a marker left"), place.group("a marker left")];
    await allow(plain, [
      ...["alice", "bob", "carol", "CN=client"].map((user) => ({ user, operation: "Describe", topic, group }) as const),
      { user: "alice", operation: "Read", topic },
      { user: "bob", operation: "Describe", topic: place.topic("compacted") },
      { user: "carol", operation: "Describe", group: place.group("compacted") },
      { user: "bob", operation: "Describe", topic: marked, group: markers },
      { user: "alice", operation: "Describe", topic: marked, group: markers },
      { user: "alice", operation: "Read", topic: marked },
    ]);
  });
  afterAll(() => place?.close());

  async function ask(kafka: KafkaSettings, args: object = {}, budgetMs = 20_000) {
    const doors = openDoors({ ...bareEnvironment("lab"), kafka }, { env });
    const given = { group: place.group("behind"), topics: place.topic("behind"), rateWindow: "0s", ...args };
    try {
      return await check({ doors, now: Date.now }, "kafka.consumer-lag", given, { budgetMs });
    } finally {
      await doors.close();
    }
  }

  test.each([
    ["SASL PLAIN", { brokers: [sasl], sasl: bob }],
    ["SCRAM-SHA-256", { brokers: [sasl], sasl: alice }],
    ["SCRAM-SHA-512", { brokers: [sasl], sasl: carol }],
    ["SASL PLAIN over TLS", { brokers: [saslTls], sasl: bob, ssl: { ca } }],
    ["SCRAM-SHA-256 over TLS", { brokers: [saslTls], sasl: alice, ssl: { ca } }],
    ["SCRAM-SHA-512 over TLS", { brokers: [saslTls], sasl: carol, ssl: { ca } }],
    ["TLS", { brokers: [tls], ssl: { ca } }],
    ["TLS by the name localhost", { brokers: [tls.replace("127.0.0.1", "localhost")], ssl: { ca } }],
    ["mutual TLS", { brokers: [mutualTls], ssl: { ca, ...client } }],
  ] as [string, KafkaSettings][])("%s", async (_name, kafka) => {
    const result = await ask(kafka);
    expect(result).toMatchObject({ verdict: "pass", error: null, observed: { totalLag: 30 } });
    // Who may only describe gets the age by asking for times.
    const age = (result.sampledAtMs - place.firstMs) / 1_000 - 10;
    expect(Math.abs(Number(result.observed["maxLagSeconds"]) - age)).toBeLessThan(1);
  });

  test.each([
    [
      "a wrong password",
      { brokers: [sasl], sasl: { ...bob, password: { env: "WRONG" } } },
      "unauthorized",
      /refuses the name or the password of bob \(PLAIN\)/,
    ],
    [
      "a wrong SCRAM password",
      { brokers: [sasl], sasl: { ...alice, password: { env: "WRONG" } } },
      "unauthorized",
      /refuses the name or the password of alice \(SCRAM-SHA-256\)/,
    ],
    [
      "a wrong password over TLS",
      { brokers: [saslTls], sasl: { ...bob, password: { env: "WRONG" } }, ssl: { ca } },
      "unauthorized",
      /refuses the name or the password of bob \(PLAIN\)/,
    ],
    [
      "a wrong SCRAM password over TLS",
      { brokers: [saslTls], sasl: { ...carol, password: { env: "WRONG" } }, ssl: { ca } },
      "unauthorized",
      /refuses the name or the password of carol \(SCRAM-SHA-512\)/,
    ],
    [
      "credentials to an authority that is not trusted: they are not told",
      { brokers: [saslTls], sasl: bob, ssl: true },
      "tls",
      /authority that is not trusted|unknown authority/,
    ],
    [
      "credentials in plain where TLS is spoken",
      { brokers: [saslTls], sasl: alice },
      "tls",
      /speaks TLS, and the environment says plain/,
    ],
    [
      "no credentials over TLS where they are asked for",
      { brokers: [saslTls], ssl: { ca } },
      "unauthorized",
      /it wants SASL credentials/,
    ],
    [
      "a user that is none",
      { brokers: [sasl], sasl: { ...alice, username: "mallory" } },
      "unauthorized",
      /refuses the name or the password of mallory/,
    ],
    [
      "a password that is not set",
      { brokers: [sasl], sasl: { ...bob, password: { env: "UNSET" } } },
      "not-configured",
      /the environment variable UNSET is not set/,
    ],
    ["no credentials where they are asked for", { brokers: [sasl] }, "unauthorized", /it wants SASL credentials/],
    [
      "credentials where none are asked for",
      { brokers: [plain], sasl: bob },
      "unauthorized",
      /does not (?:ask for SASL|offer PLAIN)/,
    ],
    ["plain to a TLS listener", { brokers: [tls] }, "tls", /speaks TLS, and the environment says plain/],
    ["TLS to a plain listener", { brokers: [plain], ssl: { ca } }, "tls", /speaks no TLS there/],
    [
      "an authority that is not trusted",
      { brokers: [tls], ssl: true },
      "tls",
      /authority that is not trusted|unknown authority/,
    ],
    ["no client certificate", { brokers: [mutualTls], ssl: { ca } }, "tls", /client certificate/],
    [
      "a client certificate without its key",
      { brokers: [mutualTls], ssl: { ca, cert: client.cert } },
      "not-configured",
      /needs both cert and key/,
    ],
    ["nobody there", { brokers: ["127.0.0.1:1"] }, "unreachable", /connection refused/],
    ["a name that does not exist", { brokers: ["kafka.invalid:9092"] }, "name-not-resolved", /DNS/],
  ] as [string, KafkaSettings, string, RegExp][])("%s", async (_name, kafka, code, words) => {
    const result = await ask(kafka);
    expect(result.error).toMatchObject({ code });
    expect(result.summary).toMatch(words);
    expect(result.error?.hint.length).toBeGreaterThan(10);
    expect(["error", "inconclusive"]).toContain(result.verdict);
    expect(JSON.stringify(result)).not.toMatch(/-secret|no-such-password/);
  });

  test("the second of two brokers answers when the first does not", async () => {
    expect(await ask({ brokers: ["127.0.0.1:1", plain] })).toMatchObject({ verdict: "pass", error: null });
  });

  test("a server that accepts and never answers", async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const result = await ask({ brokers: [`127.0.0.1:${port}`] }, {}, 10_000);
    silent.close();
    expect(result).toMatchObject({ verdict: "inconclusive", error: { code: "timeout" } });
    expect(result.summary).toContain("accepts connections and does not answer");
    expect(result.durationMs).toBeLessThan(10_000);
  });

  test("a web server", async () => {
    const web = httpServer((_, response) => response.end("hello"));
    await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
    const { port } = web.address() as AddressInfo;
    const result = await ask({ brokers: [`127.0.0.1:${port}`] });
    web.close();
    expect(result.error?.code).toBe("unexpected-answer");
    expect(result.summary).toContain("an HTTP server answers there");
  });

  describe("rights", () => {
    const asBob = (args: object) => ask({ brokers: [sasl], sasl: bob }, args);
    const asCarol = (args: object) => ask({ brokers: [sasl], sasl: carol }, args);

    test("none on the topic", async () => {
      const result = await asBob({ topics: place.topic("never written") });
      expect(result).toMatchObject({ verdict: "error", error: { code: "forbidden" } });
      expect(result.summary).toContain(`may not describe topic ${place.topic("never written")}`);
    });

    test("to describe, not to read: the one record that is left may be a transaction's marker, and is no lag that could be told", async () => {
      const args = { group: place.group("a marker left"), topics: place.topic("a marker left"), rateWindow: "0s" };
      const asked = async (user: NonNullable<KafkaSettings["sasl"]>) => {
        const doors = openDoors({ ...bareEnvironment("lab"), kafka: { brokers: [sasl], sasl: user } }, { env });
        try {
          return await check({ doors, now: Date.now }, "kafka.consumer-lag", args, {
            expect: { pass: null, warn: null, fail: "maxLagSeconds > 0" },
          });
        } finally {
          await doors.close();
        }
      };
      const described = await asked(bob);
      expect(described).toMatchObject({ verdict: "inconclusive", observed: { totalLag: 1 } });
      expect(described.summary).toMatch(/may be a transaction's marker.*ACL Read/);
      expect(await asked(alice)).toMatchObject({ verdict: "pass", observed: { totalLag: 1, maxLagSeconds: 0 } });
    });

    test("none on the group", async () => {
      const result = await asBob({ group: place.group("compacted"), topics: place.topic("compacted") });
      expect(result).toMatchObject({ verdict: "error", error: { code: "forbidden" } });
      expect(result.summary).toContain("GROUP_AUTHORIZATION_FAILED");
      expect(result.error?.hint).toContain("Describe on the group");
    });

    test("on the group but on none of its topics: it looks like a group that never committed", async () => {
      const result = await asCarol({ group: place.group("compacted"), topics: "" });
      expect(result.verdict).toBe("inconclusive");
      expect(result.summary).toMatch(/no commit that this user may see.*Describe on its topics is not granted/);
    });

    test("to describe, not to read the topics' settings: until when records are kept is unknown, and said", async () => {
      const result = await asBob({});
      expect(result.observed["retentionRiskSeconds"]).toBeNull();
      expect(result.notes.join("\n")).toMatch(/DescribeConfigs is not granted/);
    });
  });
});
