import { describe, expect, test } from "vitest";
import type { EndpointSlice, Pod, Service } from "../../../src/actions/kubernetes/objects.ts";
import { planSelector } from "../../../src/actions/kubernetes/plan-selector.ts";
import { watchEndpoints } from "../../../src/actions/kubernetes/watch-endpoints.ts";
import { pod } from "./fixtures.ts";
import { stubContext } from "./stub-cluster.ts";

const replica = { app: "kv-store", role: "replica" };

function service(selector: { readonly [key: string]: string }): Service {
  return { metadata: { name: "kv-store", uid: "s-1", resourceVersion: "5" }, spec: { selector } };
}

function slice(
  endpoints: readonly (readonly [name: string, ready: boolean | null])[],
  writtenAt: string,
): EndpointSlice {
  return {
    metadata: { name: "kv-store-x", uid: "e-1", resourceVersion: "6", managedFields: [{ time: writtenAt }] },
    endpoints: endpoints.map(([name, ready]) => ({
      addresses: ["10.0.0.1"],
      conditions: { ready },
      targetRef: { kind: "Pod", name, uid: name },
    })),
  };
}

const scene = {
  namespace: "ml",
  service: service({ app: "kv-store", role: "primary" }),
  selector: { app: "kv-store", role: "primary" },
  readyEndpoints: new Set<string>(),
};
const plan = planSelector("kubernetes.service-selector", scene, { role: "replica" }, [pod("r1", "rs", true)]);

function progress(
  pods: readonly Pod[],
  slices: readonly EndpointSlice[],
  selector: { readonly [key: string]: string } = replica,
  stampShiftMs = 0,
) {
  const { context } = stubContext({
    get: () => service(selector),
    list: (path) => (path.endsWith("/pods") ? pods : slices),
    stampShiftMs,
  });
  return watchEndpoints(plan, [{ changedAtMs: Date.parse("2026-11-22T03:10:00Z") }], context);
}

const both = [pod("r1", "rs", true), pod("r2", "rs", true)];
const at = "2026-11-22T03:10:02Z";

describe("a service led to other pods", () => {
  test.each([29_000, 3_600_000, -3_600_000])(
    "is there by the clock by which samples are stamped, %i ms off",
    async (aheadMs) => {
      const there = [
        slice(
          [
            ["r1", true],
            ["r2", null],
          ],
          at,
        ),
      ];
      const seen = await progress(both, there, replica, aheadMs);
      expect(seen.completedAtMs).toBe(Date.parse(at) + 999 + aheadMs);
    },
  );

  test("is there when its ready endpoints are the ready pods, at the end of that second", async () => {
    const seen = await progress(both, [
      slice(
        [
          ["r1", true],
          ["r2", null],
        ],
        at,
      ),
    ]);
    expect(seen).toMatchObject({ complete: true, completedAtMs: Date.parse("2026-11-22T03:10:02.999Z") });
  });

  test.each([
    ["no endpoint yet", [slice([], at)]],
    [
      "an endpoint that is not ready",
      [
        slice(
          [
            ["r1", true],
            ["r2", false],
          ],
          at,
        ),
      ],
    ],
    ["one ready pod is missing", [slice([["r1", true]], at)]],
    [
      "a former pod is still there",
      [
        slice(
          [
            ["r1", true],
            ["r2", true],
            ["p1", true],
          ],
          at,
        ),
      ],
    ],
  ])("is on its way: %s", async (_, slices) => {
    expect(await progress(both, slices)).toMatchObject({ complete: false, failed: null });
  });

  test("without a ready pod is not there, though endpoints and pods agree on none", async () => {
    expect((await progress([pod("r1", "rs", false)], [slice([], at)])).complete).toBe(false);
  });

  test("has failed once somebody leads it elsewhere", async () => {
    const seen = await progress(both, [slice([["r1", true]], at)], { app: "kv-store", role: "witness" });
    expect(seen.failed).toContain("somebody else");
  });
});
