import { describe, expect, it, test } from "vitest";
import { failedPeers } from "../../../src/clients/alertmanager/failed-peers.ts";
import { matcherText } from "../../../src/clients/alertmanager/matcher-text.ts";
import { failureOf, soon } from "../failure.ts";
import { doorsWith, kubeconfigOf } from "../kubernetes/kubeconfigs.ts";
import { type Answer, httpServer, sendJson } from "../servers.ts";

/** As Alertmanager 0.28.1 answered. */
const ALERT = {
  annotations: { summary: "x" },
  endsAt: "2026-11-22T22:46:40.891Z",
  fingerprint: "2a1a1bbac5b05642",
  receivers: [{ name: "none" }],
  startsAt: "2026-11-22T22:41:40.891Z",
  status: { inhibitedBy: [], mutedBy: [], silencedBy: ["0d50f6c6"], state: "suppressed" },
  updatedAt: "2026-11-22T22:41:40.891Z",
  labels: { alertname: "FeatureStoreDown", namespace: "search" },
};
const SILENCE = {
  id: "0d50f6c6-cac5-42a7-a552-fc453806d18f",
  status: { state: "active" },
  updatedAt: "2026-11-22T22:41:42.426Z",
  comment: "c",
  createdBy: "b",
  endsAt: "2026-11-23T03:00:00.123Z",
  matchers: [{ isEqual: true, isRegex: false, name: "alertname", value: "FeatureStoreDown" }],
  startsAt: "2026-11-22T22:41:42.426Z",
};

async function alertmanagerWith(answer: Answer) {
  const server = await httpServer(answer);
  const environment = { alertmanager: { url: `${server.url}/am` } };
  const doors = doorsWith(kubeconfigOf("http://127.0.0.1:1"), { environment });
  return { server, alertmanager: await doors.alertmanager() };
}

describe("alerts", () => {
  it("are asked for by a filter for each label, escaped as Alertmanager reads it", async () => {
    const { server, alertmanager } = await alertmanagerWith((_, response) => sendJson(response, 200, [ALERT]));
    const found = await alertmanager.alerts({ model: 'a"\\b', alertname: "X & Y" }, soon());
    const url = new URL(server.received[0]?.url ?? "", "http://x");
    expect([server.received[0]?.method, url.pathname]).toEqual(["GET", "/am/api/v2/alerts"]);
    expect(url.searchParams.getAll("filter")).toEqual(['alertname="X & Y"', String.raw`model="a\"\\b"`]);
    expect(found).toEqual([
      expect.objectContaining({
        fingerprint: "2a1a1bbac5b05642",
        startsAtMs: Date.parse("2026-11-22T22:41:40.891Z"),
        state: "suppressed",
        silencedBy: ["0d50f6c6"],
        inhibitedBy: [],
        labels: { alertname: "FeatureStoreDown", namespace: "search" },
      }),
    ]);
  });

  it.each([
    [400, '"bad matcher format: al{"', "invalid", "Alertmanager says bad matcher format: al{"],
    [422, '{"code":601,"message":"silenceID in path must be of type uuid"}', "invalid", "must be of type uuid"],
    [401, "", "unauthorized", "it is empty"],
    [404, "", "not-found", "status 404"],
    [200, "", "unexpected-answer", "the answer is empty"],
    [502, "<html><title>Bad Gateway</title>", "server-error", 'a web page ("Bad Gateway")'],
    [200, "<!doctype html><title>Sign in</title>", "unexpected-answer", 'a web page ("Sign in")'],
    [200, "[".repeat(1_000), "unexpected-answer", "its JSON is nested too deeply (status 200)"],
    [200, '{"status":"success","data":[]}', "unexpected-answer", "not of the shape"],
    [302, "", "unexpected-answer", "status 302"],
  ])("status %i with %s is %s", async (status, body, code, words) => {
    const { alertmanager } = await alertmanagerWith((_, response) => {
      response.writeHead(status, { "content-type": body.startsWith("<") ? "text/html" : "application/json" }).end(body);
    });
    const failure = await failureOf(alertmanager.alerts({ alertname: "x" }, soon()));
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(words);
    expect(failure.hint).not.toBe("");
  });
});

describe("silences", () => {
  it("are read with their matchers and times", async () => {
    const { alertmanager } = await alertmanagerWith((_, response) => sendJson(response, 200, [SILENCE]));
    expect(await alertmanager.silences(soon())).toEqual([
      {
        id: SILENCE.id,
        state: "active",
        matchers: SILENCE.matchers,
        startsAtMs: Date.parse(SILENCE.startsAt),
        endsAtMs: Date.parse(SILENCE.endsAt),
        updatedAtMs: Date.parse(SILENCE.updatedAt),
        createdBy: "b",
        comment: "c",
      },
    ]);
  });

  it("are made and ended by a request of its own, and an empty answer is one", async () => {
    const { server, alertmanager } = await alertmanagerWith(({ method }, response) =>
      method === "POST" ? sendJson(response, 200, { silenceID: SILENCE.id }) : response.writeHead(200).end(),
    );
    const contentType = "application/json";
    const post = { method: "POST", path: "/api/v2/silences", contentType, body: { comment: "c" } } as const;
    expect(await alertmanager.write(post, soon())).toEqual({ silenceID: SILENCE.id });
    const end = { method: "DELETE", path: `/api/v2/silence/${SILENCE.id}`, contentType, body: null } as const;
    expect(await alertmanager.write(end, soon())).toBeNull();
    expect(server.received.map(({ method, url, body }) => [method, url, body])).toEqual([
      ["POST", "/am/api/v2/silences", '{"comment":"c"}'],
      ["DELETE", `/am/api/v2/silence/${SILENCE.id}`, ""],
    ]);
    expect(server.received[0]?.headers["content-type"]).toBe(contentType);
  });

  it("are made once, also where a kept connection has died", async () => {
    const { server, alertmanager } = await alertmanagerWith(({ method }, response) => {
      if (method === "GET") sendJson(response, 200, []);
      else response.destroy();
    });
    await alertmanager.silences(soon());
    const post = { method: "POST", path: "/api/v2/silences", contentType: "application/json", body: {} } as const;
    expect((await failureOf(alertmanager.write(post, soon()))).code).toBe("unreachable");
    expect(server.received.filter(({ method }) => method === "POST")).toHaveLength(1);
  });
});

describe("the cluster", () => {
  const statusOf = (status: string, peers: number) => ({
    cluster: { name: "a", status, peers: Array.from({ length: peers }, (_, i) => ({ name: `p${i}`, address: "x" })) },
  });

  it.each([
    ["ready", 2, "alertmanager_cluster_failed_peers 0\n", 0],
    ["ready", 1, "# TYPE alertmanager_cluster_failed_peers gauge\nalertmanager_cluster_failed_peers 1\n", 1],
    ["disabled", 0, "alertmanager_cluster_enabled 0\n", null],
  ])("that is %s with %i members", async (state, members, metrics, failed) => {
    const { alertmanager } = await alertmanagerWith(({ url }, response) => {
      if (url.endsWith("/metrics")) response.writeHead(200, { "content-type": "text/plain" }).end(metrics);
      else sendJson(response, 200, statusOf(state, members));
    });
    expect(await alertmanager.cluster(soon())).toEqual({ state, members, failedPeers: failed });
  });

  it("is known without metrics, which may be closed off", async () => {
    const { alertmanager } = await alertmanagerWith(({ url }, response) => {
      if (url.endsWith("/metrics")) response.writeHead(403).end();
      else sendJson(response, 200, statusOf("ready", 2));
    });
    expect(await alertmanager.cluster(soon())).toEqual({ state: "ready", members: 2, failedPeers: null });
  });
});

test("an environment without one says which key to add", async () => {
  const doors = doorsWith(kubeconfigOf("http://127.0.0.1:1"), { environment: {} });
  const failure = await failureOf(doors.alertmanager());
  expect(failure.code).toBe("not-configured");
  expect(failure.hint).toContain(".alertmanager");
});

test.each([
  [{ isRegex: false, isEqual: true }, 'a="b"'],
  [{ isRegex: false, isEqual: false }, 'a!="b"'],
  [{ isRegex: true, isEqual: true }, 'a=~"b"'],
  [{ isRegex: true, isEqual: false }, 'a!~"b"'],
])("%j is written %s", (kind, text) => {
  expect(matcherText({ name: "a", value: "b", ...kind })).toBe(text);
});

test.each([
  ["", null],
  ["alertmanager_cluster_failed_peers_total 3\n", null],
  ["x 1\nalertmanager_cluster_failed_peers 2\ny 3", 2],
])("failed peers of %j: %j", (metrics, failed) => {
  expect(failedPeers(metrics)).toBe(failed);
});
