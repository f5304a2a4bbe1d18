import { expect, test } from "vitest";
import { probes } from "../../../src/probes/index.ts";
import { deployment } from "../../actions/kubernetes/fixtures.ts";
import { stubContext } from "../../actions/kubernetes/stub-cluster.ts";

const BEHIND_MS = -7_200_000;

test.each([
  ["kubernetes.pods", { labelSelector: "app=feature-api" }],
  ["kubernetes.rollout", { deployment: "feature-api" }],
  ["kubernetes.logs", { labelSelector: "app=feature-api" }],
  ["kubernetes.endpoints", { selector: { app: "feature-api" } }],
  ["kubernetes.nodes", {}],
])("%s says from where its facts are, and by which clock", async (type, given) => {
  const probe = probes.get(type);
  if (probe === undefined) throw new Error(`there is no probe ${type}`);
  const { context } = stubContext({ get: () => deployment(), list: () => [], clockAheadMs: BEHIND_MS });
  expect(await probe.gather(probe.args.parse(given), context)).toMatchObject({
    vantage: "from here, Kubernetes API https://127.0.0.1:6443, namespace ml",
    clockAheadMs: BEHIND_MS,
  });
});

test("lives that ended are looked for by that clock", async () => {
  const asked: string[] = [];
  const ended = { terminated: { finishedAt: "2026-11-22T01:14:00Z" } };
  const container = { name: "a", restartCount: 1, state: { running: {} }, lastState: ended };
  const pod = {
    metadata: { name: "feature-api-0" },
    spec: { containers: [{ name: "a" }] },
    status: { phase: "Running", containerStatuses: [container] },
  };
  // Here it is 03:15, in the cluster 01:15.
  const { context } = stubContext({ list: () => [pod], clockAheadMs: -BEHIND_MS });
  const kubernetes = await context.doors.kubernetes();
  const logs = async (_namespace: string, _pod: string, { previous }: { readonly previous: boolean }) => {
    asked.push(previous ? "the life before" : "this life");
    return "";
  };
  const probe = probes.get("kubernetes.logs");
  const doors = { ...context.doors, kubernetes: async () => ({ ...kubernetes, logs }) };
  await probe?.gather(probe.args.parse({ labelSelector: "app=feature-api", since: "10m" }), { ...context, doors });
  expect(asked.toSorted()).toEqual(["the life before", "this life"]);
});
