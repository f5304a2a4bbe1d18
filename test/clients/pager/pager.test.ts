import { describe, expect, it } from "vitest";
import type { PageMessage } from "../../../src/clients/pager-client.ts";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";
import type { PagerTarget } from "../../../src/core/environment/environment.ts";
import { failureOf, soon } from "../failure.ts";
import { doorsWith, kubeconfigOf } from "../kubernetes/kubeconfigs.ts";
import { type Answer, closedPort, httpServer, sendJson } from "../servers.ts";

const KEY = "R0UT1NGKEY0123456789";
const message: PageMessage = {
  note: "page",
  dedupKey: "bigops/fsd-7k2m/secondary",
  summary: "Feature store down: 37.2 % of lookups fail",
  severity: "P1",
  source: "staging",
  details: { cause: "bad rollout" },
};
const ACCEPTED = { status: "success", message: "Event processed", dedup_key: message.dedupKey };

async function pagerAt(url: string, env: Readonly<Record<string, string>> = {}) {
  const targets: Record<string, PagerTarget> = {
    secondary: { pagerduty: { routingKey: { env: "PD_KEY" }, url } },
    manager: { slack: { webhook: { file: "/run/webhook" } } },
  };
  const secrets = secretRegistry();
  const doors = doorsWith(kubeconfigOf("http://127.0.0.1:1"), {
    secrets,
    environment: { pager: { targets } },
    env: { PD_KEY: KEY, ...env },
    files: { "/run/webhook": `${url}/services/T000/B000/s3cr3tw3bh00k\n` },
  });
  return { secrets, pager: await doors.pager() };
}

async function pagerWith(answer: Answer) {
  const server = await httpServer(answer);
  return { server, ...(await pagerAt(server.url)) };
}

describe("PagerDuty", () => {
  it("gets an event of its Events API v2", async () => {
    const { server, pager } = await pagerWith((_, response) => sendJson(response, 202, ACCEPTED));
    expect(await pager.notify("secondary", message, soon())).toBe("trigger sent to secondary by PagerDuty");
    expect(server.received[0]).toMatchObject({
      method: "POST",
      url: "/v2/enqueue",
      headers: { "content-type": "application/json" },
    });
    expect(JSON.parse(server.received[0]?.body ?? "")).toEqual({
      routing_key: KEY,
      event_action: "trigger",
      dedup_key: message.dedupKey,
      client: "bigops",
      payload: {
        summary: message.summary,
        source: "staging",
        severity: "critical",
        custom_details: { cause: "bad rollout" },
      },
    });
  });

  it.each(["acknowledge", "resolve"] as const)("is told to %s by the same key", async (note) => {
    const { server, pager } = await pagerWith((_, response) => sendJson(response, 202, ACCEPTED));
    await pager.notify("secondary", { ...message, note }, soon());
    expect(JSON.parse(server.received[0]?.body ?? "")).toEqual({
      routing_key: KEY,
      event_action: note,
      dedup_key: message.dedupKey,
    });
  });

  it("refuses, which is an error without the key", async () => {
    const { pager } = await pagerWith(({ body }, response) =>
      sendJson(response, 400, { status: "invalid event", errors: [body] }),
    );
    const error = await failureOf(pager.notify("secondary", message, soon()));
    expect(error).toMatchObject({ code: "invalid", status: 400 });
    expect(error.message).toContain("invalid event");
    expect(`${error.message} ${error.hint}`).not.toContain(KEY);
    expect(error.hint).toContain("environments.staging.pager.targets.secondary");
  });

  it.each<[string, number, string]>([
    ["a login page with status 200", 200, "<html>Sign in"],
    ["202 of somebody else", 202, "{}"],
    ["a redirect", 302, ""],
    ["too many events", 429, ""],
    ["its own trouble", 500, ""],
  ])("did not page with %s", async (_, status, body) => {
    const { server, pager } = await pagerWith(
      (_request, response) => void response.writeHead(status, { location: "/login" }).end(body),
    );
    await failureOf(pager.notify("secondary", message, soon()));
    expect(server.received).toHaveLength(1);
  });
});

describe("Slack", () => {
  it("gets the text, in which nothing of the outside can address people", async () => {
    const { server, pager } = await pagerWith((_, response) => void response.end("ok"));
    const details = { log: "<!channel> & \u001b[31mred" };
    expect(await pager.notify("manager", { ...message, details }, soon())).toBe("page sent to manager by Slack");
    expect(server.received[0]).toMatchObject({ method: "POST", url: "/services/T000/B000/s3cr3tw3bh00k" });
    const { text } = JSON.parse(server.received[0]?.body ?? "") as { text: string };
    expect(text).toContain("37.2 % of lookups fail");
    expect(text).toContain("&lt;!channel&gt; &amp; red");
  });

  it.each([
    [404, "no_service"],
    [200, "<html>Sign in"],
  ])("with status %i and %s was not told, and its webhook stays secret", async (status, body) => {
    const { secrets, pager } = await pagerWith(
      ({ url }, response) => void response.writeHead(status).end(`${body} ${url}`),
    );
    const error = await failureOf(pager.notify("manager", message, soon()));
    expect(error.message).toContain(body);
    expect(`${error.message} ${error.hint}`).not.toContain("s3cr3tw3bh00k");
    expect(secrets.redact("POST /services/T000/B000/s3cr3tw3bh00k")).not.toContain("s3cr3tw3bh00k");
  });
});

describe("a target", () => {
  it("that nobody answers for", async () => {
    const { pager } = await pagerAt(`http://127.0.0.1:${await closedPort()}`);
    for (const target of ["secondary", "manager"]) {
      const error = await failureOf(pager.notify(target, message, soon()));
      expect(error.code).toBe("unreachable");
      expect(error.hint).toContain("call the person instead");
      expect(error.message).not.toContain("s3cr3tw3bh00k");
    }
  });

  it("that the environment lacks names its key", async () => {
    const { pager } = await pagerAt("http://127.0.0.1:1");
    expect((await failureOf(pager.notify("boss", message, soon()))).hint).toBe(
      "add environments.staging.pager.targets.boss to bigops.yaml; there are: secondary, manager",
    );
  });

  it("whose secret is missing", async () => {
    const { pager } = await pagerAt("http://127.0.0.1:1", { PD_KEY: "" });
    expect((await failureOf(pager.notify("secondary", message, soon()))).message).toContain("PD_KEY is empty");
  });
});
