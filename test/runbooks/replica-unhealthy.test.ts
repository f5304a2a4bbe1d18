import { describe, expect, test } from "vitest";
import type { PodFact } from "../../src/probes/kubernetes/pod-fact.ts";
import { judgeAsExpected } from "../../src/probes/judge-as-expected.ts";
import { judgePods } from "../../src/probes/pods/judge-pods.ts";
import { podsObserved } from "../../src/probes/pods/pods-observed.ts";
import { budgets, ended, facts, MINUTE, NOW, pod, SECOND, sick, waiting } from "../probes/pods/fixtures.ts";
import { shippedRunbook } from "./drills/drilled.ts";

const replicas = shippedRunbook("replica-unhealthy").investigation.find(({ id }) => id === "replicas");
const conditions = replicas?.expect ?? { pass: null, fail: null, warn: null };

const verdict = (pods: readonly PodFact[], desired: number) =>
  judgeAsExpected(judgePods(facts(pods, { desired }), budgets, NOW), conditions, podsObserved).verdict;
const of = (count: number, one: (name: string) => PodFact) =>
  Array.from({ length: count }, (_, index) => one(`deep-thought-${index}`));
const ready = (name: string) => pod({ name });
const looping = (name: string) =>
  sick(2 * MINUTE, { waiting: waiting("CrashLoopBackOff"), last: ended(MINUTE) }, { name });
const starting = (name: string) => sick(30 * SECOND, { runningSinceMs: NOW - 30 * SECOND }, { name });
const imageless = (name: string) => sick(10 * MINUTE, { waiting: waiting("ErrImagePull") }, { name, phase: "Pending" });

describe("one replica may be missing, but not the only one that serves", () => {
  test.each<[string, readonly PodFact[], number, string]>([
    ["all ready", of(4, ready), 4, "pass"],
    ["one in a crash loop", [...of(3, ready), looping("x")], 4, "pass"],
    ["one of two", [ready("a"), looping("x")], 2, "pass"],
    ["two in a crash loop", [...of(2, ready), looping("x"), looping("y")], 4, "fail"],
    ["the only one in a crash loop", [looping("x")], 1, "fail"],
    ["no pod of the one desired", [], 1, "fail"],
    ["both in a crash loop", of(2, looping), 2, "fail"],
    ["no image for any", of(4, imageless), 4, "fail"],
    ["none desired", [], 0, "fail"],
    // What starts may become ready: neither proves the other.
    ["the only one starts", [starting("x")], 1, "inconclusive"],
    ["two of four start", [...of(2, ready), starting("x"), starting("y")], 4, "inconclusive"],
    ["none ready, one of two starts", [starting("x"), looping("y")], 2, "inconclusive"],
  ])("%s", (_, pods, desired, expected) => {
    expect(verdict(pods, desired)).toBe(expected);
  });
});
