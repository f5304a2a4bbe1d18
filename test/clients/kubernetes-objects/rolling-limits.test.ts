import { describe, expect, test } from "vitest";
import { rollingLimits } from "../../../src/clients/kubernetes-objects/rolling-limits.ts";
import { deployment } from "../../actions/kubernetes/fixtures.ts";

// Values by the rules of the Deployment API: surge rounds up, unavailable rounds down, and both at nothing means one unavailable,
// but no more than are wanted: of none wanted, none (`MaxUnavailable` of the controller).
describe("limits of a rolling update", () => {
  test.each([
    { replicas: 4, maxSurge: "25%", maxUnavailable: "25%", surge: 1, unavailable: 1 },
    { replicas: 10, maxSurge: "25%", maxUnavailable: "25%", surge: 3, unavailable: 2 },
    { replicas: 3, maxSurge: "25%", maxUnavailable: "25%", surge: 1, unavailable: 0 },
    { replicas: 100, maxSurge: "7%", maxUnavailable: "29%", surge: 7, unavailable: 29 },
    { replicas: 3, maxSurge: 0, maxUnavailable: "10%", surge: 0, unavailable: 1 },
    { replicas: 2, maxSurge: 0, maxUnavailable: 5, surge: 0, unavailable: 2 },
    { replicas: 2, maxSurge: 3, maxUnavailable: 0, surge: 3, unavailable: 0 },
    { replicas: 0, maxSurge: "25%", maxUnavailable: "25%", surge: 0, unavailable: 0 },
    { replicas: 0, maxSurge: 2, maxUnavailable: 1, surge: 2, unavailable: 0 },
  ])("$replicas replicas, $maxSurge and $maxUnavailable", ({ replicas, maxSurge, maxUnavailable, ...expected }) => {
    const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } };
    expect(rollingLimits(deployment({ replicas, strategy }))).toEqual(expected);
  });

  test("Recreate has none: all pods stop first", () => {
    expect(rollingLimits(deployment({ strategy: { type: "Recreate" } }))).toBeNull();
  });

  // The API's defaults: a rolling update, 25 % of both, one replica.
  test.each([
    ["no strategy", { replicas: 8 }, { surge: 2, unavailable: 2 }],
    ["no limits", { replicas: 8, strategy: { type: "RollingUpdate" } }, { surge: 2, unavailable: 2 }],
    ["null for the limits", { replicas: 8, strategy: { rollingUpdate: null } }, { surge: 2, unavailable: 2 }],
    ["only a surge", { replicas: 8, strategy: { rollingUpdate: { maxSurge: 1 } } }, { surge: 1, unavailable: 2 }],
    ["no number of replicas", {}, { surge: 1, unavailable: 0 }],
  ])("%s: the default", (_, spec, expected) => {
    const { replicas: _1, strategy: _2, ...rest } = deployment().spec;
    expect(rollingLimits({ ...deployment(), spec: { ...rest, ...spec } })).toEqual(expected);
  });
});
