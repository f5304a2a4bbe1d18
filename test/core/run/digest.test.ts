import { expect, test } from "vitest";
import type { Plan } from "../../../src/core/plan/plan.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { alice, plan, started } from "./sample-events.ts";
import { offered, Story, troubled } from "./story.ts";

function onServer(server: string): Plan {
  return { ...plan(), server };
}

function digest(made: Plan, begun: RunEvent = started()): string {
  return new Story("none", begun).answer(troubled).plan(made).state?.proposals[0]?.digest ?? "";
}

test("a change of what is no cluster's own is approved for the server that the environment had", () => {
  expect(digest(onServer("http://flink-a:8081"))).not.toBe(digest(onServer("http://flink-b:8081")));
  const story = new Story("none").answer(troubled).plan(onServer("http://flink-a:8081")).approve();
  story.answer(troubled).plan(onServer("http://flink-b:8081"));
  expect(story.state?.proposals[0]?.stage).toMatchObject({
    kind: "refused",
    reason: "it was shown for http://flink-a:8081, and the environment has http://flink-b:8081 by now",
  });
});

test("two approvals at once: the first is taken, and the second says that nothing is open", () => {
  const story = offered("none").approve();
  const before = story.state;
  const given = before?.proposals[0]?.digest ?? "";
  story.tell(0, { type: "approved", digest: given, by: { ...alice, user: "bob" } });
  expect(story.state?.proposals).toEqual(before?.proposals);
  expect(story.state?.proposals[0]?.approval?.by.user).toBe("alice");
});
