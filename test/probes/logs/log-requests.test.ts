import { expect, test } from "vitest";
import type { ContainerStatus, Pod } from "../../../src/clients/kubernetes-objects/api-objects.ts";
import { eachBounded } from "../../../src/probes/logs/each-bounded.ts";
import { logRequests } from "../../../src/probes/logs/log-requests.ts";

const FROM = Date.UTC(2026, 10, 22, 3, 0, 0);
const before = "2026-11-22T02:59:59Z";
const after = "2026-11-22T03:00:01Z";
const running = { running: { startedAt: after } };

function pod(status: Partial<ContainerStatus> | null, containers = ["api"], annotations = {}): Pod {
  return {
    metadata: { name: "feature-api-1", uid: "u", annotations },
    spec: { containers: containers.map((name) => ({ name })) },
    status: { containerStatuses: status === null ? [] : [{ name: "api", ...status }] },
  };
}

const lives = (given: Pod) => {
  const asked = logRequests(given, null, FROM);
  return "reason" in asked ? asked.reason : asked.map(({ previous }) => (previous ? "before" : "now"));
};

test.each([
  ["running", { state: running }, ["now"]],
  [
    "restarted in the time asked for",
    { state: running, restartCount: 1, lastState: { terminated: { finishedAt: after } } },
    ["now", "before"],
  ],
  [
    "restarted long ago",
    { state: running, restartCount: 1, lastState: { terminated: { finishedAt: before } } },
    ["now"],
  ],
  [
    "in a back-off, of which the server has one log only",
    {
      state: { waiting: { reason: "CrashLoopBackOff" } },
      restartCount: 3,
      lastState: { terminated: { finishedAt: before } },
    },
    ["before"],
  ],
  ["just ended", { state: { terminated: { finishedAt: after } } }, ["now"]],
  [
    "waiting for its image",
    { state: { waiting: { reason: "ImagePullBackOff" } } },
    "it has not started (ImagePullBackOff)",
  ],
  ["without a status", null, "it has not started"],
])("a container %s", (_name, status, expected) => {
  expect(lives(pod(status as Partial<ContainerStatus> | null))).toEqual(expected);
});

test("of several containers, the asked one, else the default one, else the first", () => {
  const which = (given: Pod, asked: string | null) => {
    const found = logRequests(given, asked, FROM);
    return "reason" in found ? found.reason : found[0]?.container;
  };
  const two = pod({ state: running }, ["api", "proxy"]);
  expect(which(two, null)).toBe("api");
  expect(which(two, "sidecar")).toBe("it has no container sidecar, only api, proxy");
  const marked = {
    ...pod({ name: "proxy", state: running }, ["api", "proxy"], { "kubectl.kubernetes.io/default-container": "proxy" }),
  };
  expect(which(marked, null)).toBe("proxy");
});

test("work in lanes: never more at once than allowed, all done, in order", async () => {
  let now = 0;
  let most = 0;
  const results = await eachBounded([...Array(20).keys()], 3, async (item) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, item % 3));
    now -= 1;
    return item * 2;
  });
  expect(most).toBe(3);
  expect(results).toEqual([...Array(20).keys()].map((item) => item * 2));
});
