import { describe, expect, test } from "vitest";
import { scaleImpact } from "../../../src/actions/kubernetes/scale-impact.ts";
import { deployment, pod, scene } from "./fixtures.ts";

const pods = (ready: number, broken: number) =>
  Array.from({ length: ready + broken }, (_, i) => pod(`p${i}`, "rs-14", i < ready));
const budgets = {
  readable: true as const,
  value: [
    {
      metadata: { name: "feature-api", uid: "pdb-1", resourceVersion: "60" },
      spec: { selector: { matchLabels: { app: "feature-api" } } },
      status: { disruptionsAllowed: 1 },
    },
  ],
};

// A ReplicaSet's controller stops pods that are not ready first, so ready ones are lost only below their own number.
describe("what another number of replicas does", () => {
  test.each([
    ["down, to the ready ones", 3, 1, 3, 3, true, "1 pod stopped; 3 of 3 ready pods keep serving"],
    ["down, one ready one below", 3, 1, 2, 2, true, "2 pods stopped; 2 of 3 ready pods keep serving"],
    ["down, more than the budget allows", 4, 0, 2, 2, false, "2 pods stopped; 2 of 4 ready pods keep serving"],
    ["down to nothing", 1, 3, 0, 0, true, "4 pods stopped; 0 of 1 ready pod keep serving"],
    ["up by one", 3, 1, 5, 3, true, "1 pod started; 3 of 3 ready pods keep serving"],
  ])("%s", (_, ready, broken, replicas, keepServing, allows, line) => {
    const impact = scaleImpact(scene({ pods: pods(ready, broken), budgets }), replicas);
    expect([impact.keepServing, impact.budgetAllows, impact.lines[0]]).toEqual([keepServing, allows, line]);
  });

  test("tells what the budget says of the ready pods that it takes", () => {
    expect(scaleImpact(scene({ pods: pods(4, 0), budgets }), 1).lines.slice(1)).toEqual([
      "disruption budget feature-api allows 1; this takes 3",
    ]);
  });

  test("a Deployment that names no number has one replica", () => {
    const { replicas: _, ...spec } = deployment().spec;
    const one = { ...deployment(), spec };
    expect(scaleImpact(scene({ deployment: one, pods: pods(1, 0) }), 3).lines).toEqual([
      "2 pods started; 1 of 1 ready pod keep serving",
    ]);
  });
});
