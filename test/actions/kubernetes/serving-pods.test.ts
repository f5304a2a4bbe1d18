import { describe, expect, test } from "vitest";
import type { Pod } from "../../../src/actions/kubernetes/objects.ts";
import { replacementImpact } from "../../../src/actions/kubernetes/replacement-impact.ts";
import { scaleImpact } from "../../../src/actions/kubernetes/scale-impact.ts";
import { servingPods } from "../../../src/actions/kubernetes/serving-pods.ts";
import { worseImpact } from "../../../src/core/run/recheck.ts";
import { deployment, pod, scene } from "./fixtures.ts";

const NOW = Date.parse("2026-11-22T03:15:00Z");
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

/** Ready since so many minutes, of which it ended so many minutes ago; null: nobody says when. */
function restarted(name: string, owner: string, readyMinutes: number, endedMinutes: number | null): Pod {
  const up = pod(name, owner, true, ago(readyMinutes));
  const lastState = endedMinutes === null ? {} : { terminated: { exitCode: 1, finishedAt: ago(endedMinutes) } };
  const status = { name: "feature-api", restartCount: 3, ready: true, state: { running: {} }, lastState };
  return { ...up, status: { ...up.status, containerStatuses: [status] } };
}

function backOff(name: string, owner: string): Pod {
  const down = pod(name, owner, false, ago(1));
  const status = { name: "feature-api", restartCount: 3, state: { waiting: { reason: "CrashLoopBackOff" } } };
  return { ...down, status: { ...down.status, containerStatuses: [status] } };
}

const names = (pods: readonly Pod[], spec = {}) =>
  servingPods(scene({ deployment: deployment(spec), pods })).pods.map(({ metadata }) => metadata.name);

describe("what can be relied on to serve", () => {
  // The kubelet forgets a crash loop after ten minutes without a crash.
  test.each([
    ["long ready", pod("p", "new", true, ago(15)), true],
    ["not ready", pod("p", "new", false, ago(15)), false],
    ["newly ready, where nothing crashes", pod("p", "new", true, ago(0.1)), true],
    ["ready between two crashes", restarted("p", "new", 0.1, 0.2), false],
    ["up again, but not for ten minutes", restarted("p", "new", 9, 9.5), false],
    ["up again for ten minutes", restarted("p", "new", 10, 10.5), true],
    ["restarted in former times, with a moment of unreadiness just now", restarted("p", "new", 1, 4_000), true],
    ["restarted who knows when, ready for a minute", restarted("p", "new", 1, null), false],
    ["restarted who knows when, ready for long", restarted("p", "new", 60, null), true],
  ])("%s", (_, each, serves) => {
    expect(names([each])).toEqual(serves ? ["p"] : []);
  });

  test("a pod that has only just begun is not, where others of its release crash; those that last, and other releases, are", () => {
    const pods = [
      pod("young", "new", true, ago(0.5)),
      pod("lasts", "new", true, ago(30)),
      backOff("crashes", "new"),
      pod("old", "old", true, ago(0.5)),
    ];
    expect(names(pods)).toEqual(["lasts", "old"]);
  });

  test("nor is what its Deployment does not call available yet", () => {
    const pods = [pod("young", "new", true, ago(0.5)), pod("old", "new", true, ago(2))];
    expect(names(pods, { minReadySeconds: 60 })).toEqual(["old"]);
  });
});

describe("the impact of a rollback of a release that flaps", () => {
  const old = [pod("old-1", "old", true, ago(60)), pod("old-2", "old", true, ago(60))];
  const down = [...old, backOff("new-1", "new"), backOff("new-2", "new")];
  const up = [...old, restarted("new-1", "new", 0.1, 0.3), backOff("new-2", "new")];

  test("is the same whether its pods are up at the moment or not: no approval is refused for that", () => {
    const [shown, later] = [up, down].map((pods) => replacementImpact(scene({ pods }), "old"));
    expect(shown?.keepServing).toBe(2);
    expect(later?.keepServing).toBe(2);
    if (shown !== undefined && later !== undefined) expect(worseImpact(shown, later)).toBeNull();
  });

  test("says which ready pods it does not count", () => {
    expect(replacementImpact(scene({ pods: up }), "old").lines.slice(0, 2)).toEqual([
      "2 pods replaced, 1 of them ready; at least 2 keep serving",
      "not counted: 1 ready pod of a release that crashed in the last 10 min",
    ]);
    expect(replacementImpact(scene({ pods: down }), "old").lines.join()).not.toContain("not counted");
  });

  test("does not say that no ready pod is taken where one is that is not counted", () => {
    const budget = {
      metadata: { name: "feature-api", uid: "pdb-1", resourceVersion: "60" },
      spec: { selector: { matchLabels: { app: "feature-api" } } },
      status: { disruptionsAllowed: 0 },
    };
    const budgets = { readable: true as const, value: [budget] };
    const taken = "disruption budget feature-api allows 0; no ready pod is taken but such as are not counted";
    expect(replacementImpact(scene({ pods: up, budgets }), "old").lines.at(-1)).toBe(taken);
    // Three are ready, of which one is not counted: of two that are left the two that serve are.
    expect(scaleImpact(scene({ pods: up, budgets }), 2).lines.at(-1)).toBe(taken);
    expect(scaleImpact(scene({ pods: up, budgets }), 3).lines.at(-1)).toBe(
      "disruption budget feature-api allows 0; no ready pod is taken",
    );
  });

  test("counts nothing of it where it is restarted, or scaled", () => {
    const pods = [restarted("new-1", "new", 0.1, 0.3), restarted("new-2", "new", 5, 6)];
    expect(replacementImpact(scene({ pods }), null).keepServing).toBe(0);
    expect(scaleImpact(scene({ pods }), 6).keepServing).toBe(0);
  });
});
