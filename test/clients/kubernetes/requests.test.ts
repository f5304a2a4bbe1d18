import { describe, expect, it } from "vitest";
import { apiPath } from "../../../src/clients/kubernetes-client.ts";
import { apiQuestion, questionInWords } from "../../../src/clients/kubernetes/request-in-words.ts";
import { ClientError } from "../../../src/clients/client-error.ts";
import { failureOf, soon } from "../failure.ts";
import { httpServer, sendJson } from "../servers.ts";
import { doorsWith, kubeconfigOf } from "./kubeconfigs.ts";

/** Of a resource that nothing here reads: its objects may be anything. */
const WIDGETS = "/apis/example.com/v1/namespaces/ml/widgets";

describe("lists", () => {
  it("are read by pages of 500, with the selector on each", async () => {
    const server = await httpServer(({ url }, response) => {
      const token = new URL(url, "http://x").searchParams.get("continue");
      const next = { "": "a/b", "a/b": "c" }[token ?? ""];
      sendJson(response, 200, { items: [token], metadata: next === undefined ? {} : { continue: next } });
    });
    const kubernetes = await doorsWith(kubeconfigOf(server.url)).kubernetes();
    expect(await kubernetes.list(WIDGETS, { labelSelector: "app in (a, b)" }, soon())).toEqual([null, "a/b", "c"]);
    const asked = server.received.map(({ url }) => Object.fromEntries(new URL(url, "http://x").searchParams));
    expect(asked).toEqual([
      { limit: "500", labelSelector: "app in (a, b)" },
      { limit: "500", labelSelector: "app in (a, b)", continue: "a/b" },
      { limit: "500", labelSelector: "app in (a, b)", continue: "c" },
    ]);
    expect(server.connections()).toBe(1);
  });

  it("begin anew once when the server forgot its place", async () => {
    const server = await httpServer((_, response, count) => {
      if (count === 2) return sendJson(response, 410, { kind: "Status", message: "expired" });
      sendJson(response, 200, { items: [count], metadata: count === 4 ? {} : { continue: `token-${count}` } });
    });
    const kubernetes = await doorsWith(kubeconfigOf(server.url)).kubernetes();
    expect(await kubernetes.list(WIDGETS, {}, soon())).toEqual([3, 4]);
    const always = await httpServer((_, response) => sendJson(response, 410, { kind: "Status", message: "expired" }));
    const other = await doorsWith(kubeconfigOf(always.url)).kubernetes();
    expect(await failureOf(other.list(WIDGETS, {}, soon()))).toMatchObject({ code: "gone" });
    expect(always.received).toHaveLength(2);
  });

  it("may be empty, as null is", async () => {
    const server = await httpServer((_, response) => sendJson(response, 200, { items: null }));
    const kubernetes = await doorsWith(kubeconfigOf(server.url)).kubernetes();
    expect(await kubernetes.list(WIDGETS, {}, soon())).toEqual([]);
  });

  it("have a cap for all pages together of four answers, and say what to narrow", async () => {
    const server = await httpServer((_, response, count) =>
      sendJson(response, 200, { items: ["x".repeat(600)], metadata: { continue: String(count) } }),
    );
    const kubernetes = await doorsWith(kubeconfigOf(server.url), { maxBytes: 1_000 }).kubernetes();
    const error = await failureOf(kubernetes.list(WIDGETS, {}, soon()));
    expect(error.code).toBe("too-large");
    expect(error.hint).toContain("label selector");
    // Each page has a bit more than 600 bytes: the seventh is beyond 4,000.
    expect(server.received).toHaveLength(7);
  });

  it("are asked for once by who asks together, all pages of them", async () => {
    const server = await httpServer((_, response, count) =>
      sendJson(response, 200, { items: [count], metadata: count < 3 ? { continue: `token-${count}` } : {} }),
    );
    const kubernetes = await doorsWith(kubeconfigOf(server.url)).kubernetes();
    const both = await Promise.all([kubernetes.list(WIDGETS, {}, soon()), kubernetes.list(WIDGETS, {}, soon())]);
    expect(both).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(server.received).toHaveLength(3);
  });
});

describe("a request", () => {
  it("goes under the server's own path prefix", async () => {
    const server = await httpServer((_, response) => sendJson(response, 200, { a: 1 }));
    const kubernetes = await doorsWith(kubeconfigOf(`${server.url}/k8s/clusters/c-1/`)).kubernetes();
    expect(kubernetes.server).toBe(`${server.url}/k8s/clusters/c-1`);
    expect(await kubernetes.get("/version", soon())).toEqual({ a: 1 });
    expect(server.received[0]?.url).toBe("/k8s/clusters/c-1/version");
  });

  it("keeps fields that no library knows", async () => {
    const pod = { spec: { fieldOfTomorrow: { n: 1 } }, metadata: { creationTimestamp: "2026-11-22T14:00:00Z" } };
    const server = await httpServer((_, response) => sendJson(response, 200, pod));
    expect(await (await doorsWith(kubeconfigOf(server.url)).kubernetes()).get(`${WIDGETS}/a`, soon())).toEqual(pod);
  });

  it("warns of nothing when very many wait for few connections", async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error) => warnings.push(warning);
    process.on("warning", warned);
    const server = await httpServer((_, response) => response.end("line"));
    const kubernetes = await doorsWith(kubeconfigOf(server.url)).kubernetes();
    await Promise.all(Array.from({ length: 200 }, (_, n) => kubernetes.logs("ml", `pod-${n}`, {}, soon())));
    // Warnings come on the next tick.
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", warned);
    expect(warnings).toEqual([]);
  });

  it("reuses few connections for many reads, and takes a new one for each write", async () => {
    const server = await httpServer((_, response) => setTimeout(() => sendJson(response, 200, { items: [] }), 5));
    const kubernetes = await doorsWith(kubeconfigOf(server.url)).kubernetes();
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => kubernetes.list(WIDGETS, { labelSelector: `n=${n}` }, soon())),
    );
    expect(server.connections()).toBeLessThanOrEqual(8);
    const before = server.connections();
    const write = {
      method: "PATCH",
      path: `${WIDGETS}/a`,
      contentType: "application/merge-patch+json",
      body: {},
      dryRun: false,
    } as const;
    await kubernetes.write(write, soon());
    expect(server.connections()).toBe(before + 1);
  });

  it("writes with the patch's own type, and rehearses by the server's dry run", async () => {
    const server = await httpServer((_, response) => sendJson(response, 200, {}));
    const kubernetes = await doorsWith(kubeconfigOf(server.url)).kubernetes();
    const write = {
      method: "PATCH",
      path: `${WIDGETS}/a?fieldValidation=Strict`,
      contentType: "application/json-patch+json",
      body: [{ op: "test" }],
    } as const;
    await kubernetes.write({ ...write, dryRun: true }, soon());
    await kubernetes.write({ ...write, dryRun: false }, soon());
    expect(server.received).toMatchObject([
      {
        method: "PATCH",
        url: `${WIDGETS}/a?fieldValidation=Strict&dryRun=All`,
        body: '[{"op":"test"}]',
        headers: { "content-type": "application/json-patch+json", "content-length": "15" },
      },
      { url: `${WIDGETS}/a?fieldValidation=Strict` },
    ]);
  });

  it("asks for logs with what was asked, and escapes names", async () => {
    const server = await httpServer((_, response) => void response.end("one\ntwo\n"));
    const kubernetes = await doorsWith(kubeconfigOf(server.url)).kubernetes();
    expect(await kubernetes.logs("ml", "a/b?c", { container: "main", tailLines: 5, previous: true }, soon())).toBe(
      "one\ntwo\n",
    );
    expect(server.received[0]?.url).toBe(
      "/api/v1/namespaces/ml/pods/a%2Fb%3Fc/log?container=main&tailLines=5&previous=true",
    );
  });

  it.each(["/api/v1/namespaces/../nodes", "/api/v1/namespaces/%2e%2e/nodes", "api/v1", "/api/v1#x"])(
    "refuses the detour %s",
    async (path) => {
      const server = await httpServer((_, response) => sendJson(response, 200, {}));
      const kubernetes = await doorsWith(kubeconfigOf(server.url)).kubernetes();
      expect(await failureOf(kubernetes.get(path, soon()))).toMatchObject({ code: "not-allowed" });
      expect(server.received).toEqual([]);
    },
  );
});

describe("who we are", () => {
  it("is what the server says, asked once", async () => {
    const server = await httpServer((_, response) =>
      sendJson(response, 201, { status: { userInfo: { username: "alice@example.org" } } }),
    );
    const kubernetes = await doorsWith(kubeconfigOf(server.url)).kubernetes();
    expect(await kubernetes.whoAmI(soon())).toBe("alice@example.org");
    expect(await kubernetes.whoAmI(soon())).toBe("alice@example.org");
    expect(server.received).toMatchObject([
      { method: "POST", url: "/apis/authentication.k8s.io/v1/selfsubjectreviews" },
    ]);
  });

  it("is what a service account's token claims where the server has no such review", async () => {
    const server = await httpServer((_, response) => sendJson(response, 404, { kind: "Status", message: "no" }));
    const claims = Buffer.from('{"sub":"system:serviceaccount:ml:bigops"}').toString("base64url");
    const known = await doorsWith(kubeconfigOf(server.url, { token: `e30.${claims}.c2ln` })).kubernetes();
    expect(await known.whoAmI(soon())).toBe("system:serviceaccount:ml:bigops");
    const opaque = await doorsWith(kubeconfigOf(server.url, { token: "opaque-token" })).kubernetes();
    // Neither says it: that is told, and not passed over.
    expect(await failureOf(opaque.whoAmI(soon()))).toMatchObject({ code: "not-found", status: 404 });
  });

  it("is nobody's business when the credentials are refused", async () => {
    const server = await httpServer((_, response) =>
      sendJson(response, 401, { kind: "Status", message: "Unauthorized" }),
    );
    const kubernetes = await doorsWith(kubeconfigOf(server.url)).kubernetes();
    expect(await failureOf(kubernetes.whoAmI(soon()))).toMatchObject({ code: "unauthorized" });
  });
});

describe("words", () => {
  it.each([
    ["GET", "/api/v1/namespaces/ml/pods?limit=5", "list pods in namespace ml"],
    ["GET", "/api/v1/namespaces/ml", "get namespaces ml"],
    ["GET", "/api/v1/nodes", "list nodes"],
    ["GET", "/api/v1/namespaces/ml/pods/a/log", "get pods/log a in namespace ml"],
    ["PATCH", "/apis/apps/v1/namespaces/ml/deployments/d/scale", "patch deployments.apps/scale d in namespace ml"],
    ["POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "create selfsubjectreviews.authentication.k8s.io"],
    ["DELETE", "/api/v1/namespaces/ml/pods/a", "delete pods a in namespace ml"],
    ["GET", "/version", "get /version"],
  ])("%s %s is: %s", (method, path, words) => {
    expect(questionInWords(apiQuestion(method, path), path)).toBe(words);
  });

  it.each(["", ".", ".."])('refuses "%s" as a name', (name) => {
    expect(() => apiPath("api", "v1", "namespaces", name, "pods")).toThrow(ClientError);
  });
});
