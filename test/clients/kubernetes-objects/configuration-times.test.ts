import { expect, test } from "vitest";
import { configurationTimes } from "../../../src/clients/kubernetes-objects/configuration-times.ts";
import { failureOf, soon } from "../failure.ts";
import { doorsWith, kubeconfigOf } from "../kubernetes/kubeconfigs.ts";
import { httpServer, sendJson } from "../servers.ts";

const map = (name: string) => ({ kind: "ConfigMap", name }) as const;
const secret = { kind: "Secret", name: "db" } as const;

test("the newest of creation and writes, asked for as metadata alone, one request each", async () => {
  const server = await httpServer(({ url }, response) =>
    sendJson(response, 200, {
      metadata: {
        name: "feature-api",
        uid: "u-1",
        creationTimestamp: "2026-10-01T00:00:00Z",
        managedFields: url.endsWith("/db") ? [] : [{ time: "2026-11-20T00:00:00Z" }, { time: "2026-11-19T00:00:00Z" }],
      },
    }),
  );
  const kubernetes = await doorsWith(kubeconfigOf(server.url)).kubernetes();
  expect(await configurationTimes(kubernetes, "ml", [map("feature-api"), secret], soon())).toEqual([
    { ...map("feature-api"), changedAtMs: Date.parse("2026-11-20T00:00:00Z"), problem: null },
    { ...secret, changedAtMs: Date.parse("2026-10-01T00:00:00Z"), problem: null },
  ]);
  expect(server.received.map(({ url }) => url).sort()).toEqual([
    "/api/v1/namespaces/ml/configmaps/feature-api",
    "/api/v1/namespaces/ml/secrets/db",
  ]);
  for (const { headers } of server.received)
    expect(headers.accept).toBe("application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
});

test.each([403, 404, 500])("an answer of %i leaves the time unknown, and says why", async (status) => {
  const server = await httpServer((_, response) => sendJson(response, status, { kind: "Status", message: "no" }));
  const kubernetes = await doorsWith(kubeconfigOf(server.url)).kubernetes();
  const [time] = await configurationTimes(kubernetes, "ml", [secret], soon());
  expect(time).toMatchObject({ ...secret, changedAtMs: null });
  expect(time?.problem).toContain("secret");
});

test("an object without times does not tell", async () => {
  const server = await httpServer((_, response) => sendJson(response, 200, { metadata: { name: "db", uid: "u-2" } }));
  const kubernetes = await doorsWith(kubeconfigOf(server.url)).kubernetes();
  expect(await configurationTimes(kubernetes, "ml", [secret], soon())).toEqual([
    { ...secret, changedAtMs: null, problem: "it carries no times" },
  ]);
});

test("a server that does not answer is not waited for; who gives up is heard", async () => {
  const server = await httpServer(() => {});
  const kubernetes = await doorsWith(kubeconfigOf(server.url)).kubernetes();
  const startedMs = performance.now();
  expect(await configurationTimes(kubernetes, "ml", [secret], new AbortController().signal)).toEqual([
    { ...secret, changedAtMs: null, problem: "no answer within 3 s" },
  ]);
  expect(performance.now() - startedMs).toBeLessThan(6_000);
  const error = await failureOf(configurationTimes(kubernetes, "ml", [secret], AbortSignal.abort()));
  expect(error.code).toBe("aborted");
});
