import { describe, expect, test } from "vitest";
import { rollingLimits } from "../../../src/actions/kubernetes/rolling-limits.ts";
import { deployment } from "./fixtures.ts";

// Values by the rules of the Deployment API: surge rounds up, unavailable rounds down, and both at nothing means one unavailable.
describe("limits of a rolling update", () => {
  test.each([
    { replicas: 4, maxSurge: "25%", maxUnavailable: "25%", surge: 1, unavailable: 1 },
    { replicas: 10, maxSurge: "25%", maxUnavailable: "25%", surge: 3, unavailable: 2 },
    { replicas: 3, maxSurge: "25%", maxUnavailable: "25%", surge: 1, unavailable: 0 },
    { replicas: 100, maxSurge: "7%", maxUnavailable: "29%", surge: 7, unavailable: 29 },
    { replicas: 3, maxSurge: 0, maxUnavailable: "10%", surge: 0, unavailable: 1 },
    { replicas: 2, maxSurge: 0, maxUnavailable: 5, surge: 0, unavailable: 2 },
    { replicas: 2, maxSurge: 3, maxUnavailable: 0, surge: 3, unavailable: 0 },
  ])("$replicas replicas, $maxSurge and $maxUnavailable", ({ replicas, maxSurge, maxUnavailable, ...expected }) => {
    const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } };
    expect(rollingLimits(deployment({ replicas, strategy }))).toEqual(expected);
  });

  test("Recreate has none: all pods stop first", () => {
    expect(rollingLimits(deployment({ strategy: { type: "Recreate" } }))).toBeNull();
  });
});
