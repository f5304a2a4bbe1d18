import { expect, test } from "vitest";
import { wanted } from "../../../src/core/run/machine.ts";
import { offered, Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const taken = "the template of deployment/shop was changed by somebody else since";

function sampled(attendance: "terminal" | "none"): Story {
  const story = offered(attendance).approve().answer(troubled).plan().applied().completed();
  return story.tell(15, woke).answer(troubled);
}

function looked(story: Story, failed: string | null): Story {
  const progress = {
    complete: failed === null,
    completedAtMs: failed === null ? story.atMs : null,
    failed,
    summary: "",
  };
  return story.tell(0, { type: "progressed", proposal: "rollback", progress });
}

test("after each sample that leaves the proof open the change itself is looked at, once", () => {
  const story = offered("none").approve().answer(troubled).plan().applied().completed();
  expect(story.wants).toEqual([]);
  story.tell(15, woke).answer();
  expect(wanted(story.state)).toMatchObject([{ id: "progress:rollback:sample-1", type: "progress" }]);
  expect(looked(story, null).wants).toEqual([]);
  expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "verifying", proof: { samples: 1, passes: 1 } });
  story.tell(15, woke).answer();
  looked(story, null).tell(15, woke).answer();
  expect(story.state?.ended?.outcome).toBe("resolved");
});

test("a controller takes the change back while it is proved: seen at the next look, said, and the run ends unverified", () => {
  const story = looked(sampled("none"), taken);
  expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "not-helped", reason: taken });
  expect(story.outcome).toBe("unverified");
  expect(story.wants).toEqual([]);
});

test("it is not fought: where somebody stays the run is diagnosed anew, and the same change is not proposed again", () => {
  const story = looked(sampled("terminal"), taken).answer(troubled).plan();
  expect(story.state?.proposals.map(({ mitigation, stage }) => [mitigation, stage.kind])).toEqual([
    ["rollback", "not-helped"],
  ]);
  expect(story.wants).not.toContain("send");
});

test("taken back before it was complete: seen, said, and not made again", () => {
  const story = looked(offered("none").approve().answer(troubled).plan().applied(), taken);
  expect(story.state?.proposals[0]?.stage).toMatchObject({ kind: "not-helped", reason: taken });
  expect(story.outcome).toBe("unverified");
});

test("a look that has no answer leaves the proof as it is", () => {
  const story = sampled("none");
  const progress = { complete: false, completedAtMs: null, failed: null, summary: "could not look" };
  story.tell(0, { type: "progressed", proposal: "rollback", progress });
  expect(story.stage).toBe("verifying");
  expect(story.wants).toEqual([]);
});
