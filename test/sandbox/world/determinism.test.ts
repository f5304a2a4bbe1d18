import { describe, expect, it } from "vitest";
import { faults } from "../../../src/sandbox/faults/index.ts";
import type { Resource } from "../../../src/sandbox/world/store.ts";
import { testWorld, type TestWorld } from "../scenario-client.ts";

const RESOURCES: readonly Resource[] = [
  "pods",
  "replicasets",
  "deployments",
  "endpointslices",
  "events",
  "poddisruptionbudgets",
];
const everything = ({ simulation }: TestWorld): unknown =>
  RESOURCES.map((resource) => simulation.world.store.list(resource));

describe("a world", () => {
  it.each(faults.map((fault) => fault.name))("of %s is the same whether looked at often or once", (name) => {
    const often = testWorld(name, 5);
    for (let second = 0; second < 400; second += 1) often.pass(1);
    const once = testWorld(name, 5);
    once.pass(400);
    expect(everything(often)).toEqual(everything(once));
    expect(often.simulation.timeline.moments).toEqual(once.simulation.timeline.moments);
  });

  it("differs with the seed", () => {
    const uids = (seed: number) =>
      testWorld("none", seed)
        .pods()
        .map((pod) => pod.metadata.uid);
    expect(uids(1)).toEqual(uids(1));
    expect(uids(1)).not.toEqual(uids(2));
  });
});
