import { expect, test } from "vitest";
import type { Deployment, Pod } from "../../../src/clients/kubernetes-objects/api-objects.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { gatherRollout } from "../../../src/probes/rollout/rollout-facts.ts";
import { ownedPod, replicaSet, serving } from "../pods/serving.ts";

const { signal } = new AbortController();
const BORN = "2026-11-22T02:05:00Z";

function deployment(template: JsonObject = {}): Deployment {
  return { metadata: { name: "feature-api", uid: "d" }, spec: { selector: { matchLabels: { app: "a" } }, template } };
}

/** Reads its configuration from so many ConfigMaps, named by their number. */
function configuredBy(count: number): Deployment {
  const envFrom = Array.from({ length: count }, (_, index) => ({ configMapRef: { name: String(index) } }));
  return deployment({ spec: { containers: [{ name: "api", envFrom }] } });
}

test("the Deployment as it is, its revisions newest first, and the births of its pods", async () => {
  const labels = { "pod-template-hash": "6c7d" };
  const pods: Pod[] = [
    ownedPod("a", ["new"], { labels, creationTimestamp: BORN }),
    ownedPod("b", ["old"], { labels: { app: "a" }, creationTimestamp: BORN }),
    ownedPod("c", ["old"], { creationTimestamp: BORN }),
    ownedPod("d", ["new"], { labels }),
  ];
  const { kubernetes } = serving({
    deployment: deployment(),
    replicaSets: [replicaSet("old", 13), replicaSet("new", 14)],
    pods,
  });
  const facts = await gatherRollout(kubernetes, "feature-api", signal);
  expect(facts.deployment).toEqual(deployment());
  expect(facts.revisions.map(({ number }) => number)).toEqual([14, 13]);
  expect(facts.births).toEqual([
    { hash: "6c7d", createdAtMs: Date.parse(BORN) },
    { hash: null, createdAtMs: Date.parse(BORN) },
    { hash: null, createdAtMs: Date.parse(BORN) },
  ]);
  expect(facts.configuration).toEqual([]);
});

test.each([
  [20, []],
  [22, ["20", "21"]],
])("of %i ConfigMaps twenty are asked for, and of the rest it is said", async (count, rest) => {
  const metadata = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [String(index), { creationTimestamp: BORN }]),
  );
  const { kubernetes, asked } = serving({ deployment: configuredBy(count), metadata });
  const { configuration } = await gatherRollout(kubernetes, "feature-api", signal);
  expect(asked.filter((path) => path.includes("/configmaps/"))).toHaveLength(20);
  expect(configuration.slice(0, 20)).toEqual(
    Array.from({ length: 20 }, (_, index) => ({
      kind: "ConfigMap",
      name: String(index),
      changedAtMs: Date.parse(BORN),
      problem: null,
    })),
  );
  expect(configuration.slice(20)).toEqual(
    rest.map((name) => ({ kind: "ConfigMap", name, changedAtMs: null, problem: "only 20 are looked at" })),
  );
});

test("a ConfigMap that cannot be read takes nothing from the rest", async () => {
  const metadata = { "1": { creationTimestamp: BORN } };
  const { kubernetes } = serving({ deployment: configuredBy(2), metadata });
  expect((await gatherRollout(kubernetes, "feature-api", signal)).configuration).toMatchObject([
    { name: "0", changedAtMs: null, problem: "0 is not there" },
    { name: "1", changedAtMs: Date.parse(BORN), problem: null },
  ]);
});
