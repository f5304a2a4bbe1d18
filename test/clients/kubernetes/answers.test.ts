import { describe, expect, it } from "vitest";
import type { KubernetesClient } from "../../../src/clients/kubernetes-client.ts";
import { failureOf, soon } from "../failure.ts";
import { type Answer, closedPort, httpServer, sendJson } from "../servers.ts";
import { doorsWith, kubeconfigOf } from "./kubeconfigs.ts";

const PODS = "/api/v1/namespaces/ml/pods";
const pod = { metadata: { name: "feature-api-1", uid: "u-1" } };

async function clientOf(answer: Answer): Promise<{ readonly kubernetes: KubernetesClient; readonly url: string }> {
  const { url } = await httpServer(answer);
  return { kubernetes: await doorsWith(kubeconfigOf(url, { token: "t0ken-of-alice" })).kubernetes(), url };
}

function status(code: number, reason: string, message: string) {
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code };
}

describe("the API server's refusals", () => {
  it.each([
    [400, "invalid", "does not understand"],
    [401, "unauthorized", "credentials of alice"],
    [403, "forbidden", "not allowed"],
    [404, "not-found", "there is none"],
    [409, "conflict", "somebody else changed it"],
    [410, "gone", "expired on the server"],
    [422, "invalid", "finds the request invalid"],
    [429, "rate-limited", "too much to do"],
    [500, "server-error", "the server failed (500)"],
    [503, "server-error", "the server failed (503)"],
    [504, "server-error", "the server failed (504)"],
  ])("%i is %s, in plain words with who was asked for what", async (code, expected, words) => {
    const { kubernetes, url } = await clientOf((_, response) =>
      sendJson(response, code, status(code, "Because", "the server's own reason")),
    );
    const error = await failureOf(kubernetes.get(`${PODS}/feature-api-1`, soon()));
    expect(error).toMatchObject({ code: expected, status: code });
    expect(error.message).toContain(`get pods feature-api-1 in namespace ml at ${url} as alice: `);
    expect(error.message).toContain(words);
    expect(error.message).toContain("the server's own reason");
    expect(`${error.message} ${error.hint}`).not.toContain("t0ken-of-alice");
  });

  it.each([
    ["a proxy's page", "text/plain", "404 page not found\n"],
    ["a gateway's JSON", "application/json", '{"message":"no Route matched with those values"}'],
  ])("404 of %s does not say that an object is gone", async (_, type, body) => {
    const { kubernetes } = await clientOf((__, response) =>
      response.writeHead(404, { "content-type": type }).end(body),
    );
    const error = await failureOf(kubernetes.get(`${PODS}/feature-api-1`, soon()));
    expect(error).toMatchObject({ code: "unexpected-answer", status: 404 });
    expect(error.message).toContain("a 404 that is not the API server's");
    expect(error.hint).toContain("a proxy may stand before");
    // An API that a server does not have is said by a plain page of its own.
    expect(await failureOf(kubernetes.list(PODS, {}, soon()))).toMatchObject({ code: "not-found" });
  });

  it("403 names the permission to ask for, and how to see whether one has it", async () => {
    const { kubernetes } = await clientOf((_, response) => sendJson(response, 403, status(403, "Forbidden", "no")));
    const pods = await failureOf(kubernetes.list(PODS, {}, soon()));
    expect(pods.hint).toBe(
      "ask for the permission to list pods in namespace ml; to see whether you have it: kubectl auth can-i list pods -n ml",
    );
    const logs = await failureOf(kubernetes.logs("ml", "feature-api-1", {}, soon()));
    expect(logs.hint).toContain("get pods/log in namespace ml");
    expect(logs.hint).toContain("kubectl auth can-i get pods --subresource=log -n ml");
    const patch = {
      method: "PATCH",
      path: "/apis/apps/v1/namespaces/ml/deployments/feature-api",
      contentType: "application/json-patch+json",
      body: [],
      dryRun: true,
    } as const;
    expect((await failureOf(kubernetes.write(patch, soon()))).hint).toContain("patch deployments.apps in namespace ml");
    expect((await failureOf(kubernetes.list("/api/v1/nodes", {}, soon()))).hint).toContain("list nodes in the cluster");
  });

  it("bounds and cleans the server's text", async () => {
    const { kubernetes } = await clientOf((_, response) =>
      sendJson(response, 500, status(500, "X", `\u001b[2J\u202e${"evil ".repeat(500)}`)),
    );
    const error = await failureOf(kubernetes.get(PODS, soon()));
    expect(error.message.length).toBeLessThan(600);
    expect(error.message).not.toContain("\u202e");
    expect(error.message).not.toContain("[2J");
  });
});

describe("answers that are none", () => {
  it.each([
    [
      "a login page",
      200,
      "text/html; charset=utf-8",
      "<!doctype html><html><head><title>Sign in to ACME</title>",
      'web page ("Sign in to ACME")',
    ],
    ["broken JSON", 200, "application/json", '{"items": [', "no JSON object"],
    ["a number", 200, "application/json", "17", "no JSON object"],
    ["objects in objects without end", 200, "application/json", '{"a":'.repeat(1_000_000), "nested too deeply"],
    ["nothing", 200, "application/json", "", "the answer is empty"],
    ["a page behind 502", 502, "text/html", "<html><title>Bad Gateway</title>", "Bad Gateway"],
  ])("%s", async (_, code, contentType, body, words) => {
    const { kubernetes } = await clientOf(
      (_request, response) => void response.writeHead(code, { "content-type": contentType }).end(body),
    );
    const error = await failureOf(kubernetes.get(PODS, soon()));
    expect(error.code).toBe(code === 502 ? "server-error" : "unexpected-answer");
    expect(error.status).toBe(code);
    expect(error.message).toContain(words);
  });

  it("a redirect, which is not followed", async () => {
    const { kubernetes } = await clientOf(
      (_, response) => void response.writeHead(302, { location: "https://login.example/x?secret=1" }).end(),
    );
    const error = await failureOf(kubernetes.get(PODS, soon()));
    expect(error.code).toBe("unexpected-answer");
    expect(error.message).toContain("redirect (302) to login.example");
    expect(error.message).not.toContain("secret=1");
  });

  it("a login page in place of logs", async () => {
    const { kubernetes } = await clientOf(
      (_, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
    );
    expect(await failureOf(kubernetes.logs("ml", "a", {}, soon()))).toMatchObject({ code: "unexpected-answer" });
  });

  it("a list without items", async () => {
    const { kubernetes } = await clientOf((_, response) => sendJson(response, 200, { kind: "Pod" }));
    expect(await failureOf(kubernetes.list(PODS, {}, soon()))).toMatchObject({ code: "unexpected-answer" });
  });

  it("nobody there: which server, and which file says so", async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    const error = await failureOf((await doorsWith(kubeconfigOf(url)).kubernetes()).get(PODS, soon()));
    expect(error.code).toBe("unreachable");
    expect(error.message).toContain(`list pods in namespace ml at ${url} as alice: connection refused`);
    expect(error.hint).toContain('context "staging" of /home/alice/.kube/config');
  });
});

describe("a busy server", () => {
  it("is given the time that it asks for", async () => {
    const { kubernetes } = await clientOf((_, response, count) =>
      count === 1
        ? sendJson(response, 429, status(429, "TooManyRequests", "busy"), { "retry-after": "1" })
        : sendJson(response, 200, { items: [pod] }),
    );
    const startedMs = performance.now();
    expect(await kubernetes.list(PODS, {}, soon())).toEqual([pod]);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(990);
  });

  it("is not waited for beyond the deadline, and its wish is said", async () => {
    const server = await httpServer((_, response) =>
      sendJson(response, 429, status(429, "TooManyRequests", "busy"), { "retry-after": "3600" }),
    );
    const { kubernetes } = { kubernetes: await doorsWith(kubeconfigOf(server.url)).kubernetes() };
    const error = await failureOf(kubernetes.get(PODS, soon()));
    expect(error.code).toBe("rate-limited");
    expect(error.message).toContain("asks to wait 3600 s");
    expect(server.received).toHaveLength(1);
  });

  it("that asks for more than a check's patience is told of at once", async () => {
    const server = await httpServer((_, response) =>
      sendJson(response, 429, status(429, "TooManyRequests", "busy"), { "retry-after": "5" }),
    );
    const error = await failureOf((await doorsWith(kubeconfigOf(server.url)).kubernetes()).get(PODS, soon()));
    expect(error).toMatchObject({ code: "rate-limited", message: expect.stringContaining("asks to wait 5 s") });
    expect(server.received).toHaveLength(1);
  });

  it("leaves a check's own end as the reason", async () => {
    const { kubernetes } = await clientOf((_, response) =>
      sendJson(response, 429, status(429, "TooManyRequests", "busy"), { "retry-after": "2" }),
    );
    expect(await failureOf(kubernetes.get(PODS, AbortSignal.timeout(100)))).toMatchObject({ code: "rate-limited" });
  });

  it("is not asked for a write again", async () => {
    const server = await httpServer((_, response) =>
      sendJson(response, 429, status(429, "TooManyRequests", "busy"), { "retry-after": "1" }),
    );
    const kubernetes = await doorsWith(kubeconfigOf(server.url)).kubernetes();
    const write = {
      method: "DELETE",
      path: `${PODS}/a`,
      contentType: "application/json",
      body: { preconditions: { uid: "u" } },
      dryRun: false,
    } as const;
    expect(await failureOf(kubernetes.write(write, soon()))).toMatchObject({ code: "rate-limited" });
    expect(server.received).toHaveLength(1);
  });
});

describe("an object of another shape than the API's", () => {
  it.each([
    ["no metadata", {}, "metadata"],
    ["a text in the place of labels", { metadata: { ...pod.metadata, labels: "app" } }, "metadata.labels"],
    ["a status that is a list", { ...pod, status: [] }, "status"],
    ["conditions that are no list", { ...pod, status: { conditions: {} } }, "status.conditions"],
    ["a condition that is null", { ...pod, status: { conditions: [null] } }, "status.conditions.0"],
    [
      "an owner that is a number",
      { metadata: { ...pod.metadata, ownerReferences: [1] } },
      "metadata.ownerReferences.0",
    ],
  ])("is no answer: %s", async (_, object, place) => {
    const one = await clientOf((__, response) => sendJson(response, 200, object));
    const alone = await failureOf(one.kubernetes.get(`${PODS}/a`, soon()));
    expect(alone).toMatchObject({ code: "unexpected-answer" });
    expect(alone.message).toContain(`: ${place} is not a`);
    const many = await clientOf((__, response) => sendJson(response, 200, { items: [pod, object] }));
    const listed = await failureOf(many.kubernetes.list(PODS, {}, soon()));
    expect(listed).toMatchObject({ code: "unexpected-answer" });
    expect(listed.message).toContain(`: items.1.${place} is not a`);
  });

  it("may have null where a field may be missing, and more fields than are known", async () => {
    const full = { ...pod, spec: null, status: { conditions: null, new: { n: 1 } }, other: [1] };
    const { kubernetes } = await clientOf((_, response) => sendJson(response, 200, full));
    expect(await kubernetes.get(`${PODS}/a`, soon())).toEqual(full);
  });
});
