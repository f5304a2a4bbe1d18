import { expect, test } from "vitest";
import { judgePods } from "../../../src/probes/pods/judge-pods.ts";
import { budgets, ended, facts, MINUTE, NOW, pod, sick, waiting } from "./fixtures.ts";

const judge = (given: ReturnType<typeof facts>) => judgePods(given, budgets, NOW);
const looping = (name: string) =>
  sick(2 * MINUTE, { waiting: waiting("CrashLoopBackOff"), last: ended(MINUTE) }, { name });
const imageless = (name: string) => sick(MINUTE, { waiting: waiting("ImagePullBackOff") }, { name, phase: "Pending" });
const unscheduled = (name: string, agoMs: number, message: string | null) =>
  pod({
    name,
    phase: "Pending",
    ready: null,
    containers: [],
    scheduled: { holds: false, reason: "Unschedulable", message, sinceMs: NOW - agoMs },
  });

test("pods that were found by labels are in trouble without any revision", () => {
  const { summary, observed } = judge(facts([looping("a")], { desired: null, revisions: [] }));
  expect(summary).toBe("0 of 1 ready: 1 CrashLoopBackOff");
  expect(observed).toMatchObject({ unhealthyOnlyInNewRevision: false, revisions: [] });
});

test.each([
  ["alike often: by name", [imageless("a"), looping("b")], "1 CrashLoopBackOff, 1 ImagePullBackOff"],
  ["the same, in another order", [looping("a"), imageless("b")], "1 CrashLoopBackOff, 1 ImagePullBackOff"],
  [
    "the more frequent first, whatever its name",
    [looping("a"), imageless("b"), imageless("c")],
    "2 ImagePullBackOff, 1 CrashLoopBackOff",
  ],
])("several troubles of the newest revision, %s", (_, pods, said) => {
  expect(judge(facts(pods)).summary).toBe(`0 of ${pods.length} ready: ${said}, all of revision 14`);
});

test("pods that broke at the same moment are listed by name", () => {
  const { observed } = judge(facts(["d", "b", "e", "a", "c"].map(looping)));
  expect((observed["unhealthy"] as { name: string }[]).map(({ name }) => name)).toEqual(["a", "b", "c", "d", "e"]);
});

test("a pod whose trouble has no known begin is told without a time", () => {
  const evicted = pod({ phase: "Failed", statusReason: "Evicted", ready: null, containers: [], revision: null });
  expect(judge(facts([evicted])).evidence[1]).toStrictEqual({ what: `pod ${evicted.name}`, value: "Evicted" });
});

test("an older revision without pods is not listed", () => {
  expect(judge(facts([pod()])).observed["revisions"]).toEqual([{ revision: 14, hash: "6c7d", pods: 1, ready: 1 }]);
});

test("a pod that leaves in time is noted beside one in another trouble", () => {
  const leaving = pod({ name: "b", deletionDueAtMs: NOW + MINUTE });
  expect(judge(facts([looping("a"), leaving])).notes).toEqual(["1 more are being deleted"]);
});

test("of the pods that no node takes, the first whose scheduler said why is noted", () => {
  const pods = [unscheduled("a", 3 * MINUTE, null), unscheduled("b", MINUTE, "3 Insufficient memory.")];
  const { observed, notes } = judge(facts(pods));
  expect(observed["unschedulable"]).toBe(2);
  expect(notes).toEqual(["Unschedulable: too little memory: 3 Insufficient memory."]);
});
