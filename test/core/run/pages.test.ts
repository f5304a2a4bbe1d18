import { expect, test } from "vitest";
import { wanted } from "../../../src/core/run/machine.ts";
import { offered } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;

test("a page that was on its way when the run was resolved is recorded, and resolved too", () => {
  const story = offered("wait");
  // Two looks pass; the third comes with the first page under way.
  story.tell(540, woke).answer().tell(30, woke).answer().tell(30, woke);
  expect(story.wants).toContain("page");
  story.answer();
  expect(story.state?.ended?.outcome).toBe("resolved");
  story.tell(1, { type: "paged", step: 0, note: "page", ok: true, message: "sent" });
  expect(story.state?.steps.map(({ status }) => status)).toEqual(["paged", "cancelled"]);
  expect(wanted(story.state)).toMatchObject([{ type: "page", step: 0, note: "resolve" }]);
});

test("a page that was on its way when it was acknowledged is acknowledged too", () => {
  const story = offered("wait").tell(600, woke);
  story.tell(1, { type: "acknowledged", by: { user: "alice", as: null, host: "laptop" } });
  story.tell(1, { type: "paged", step: 0, note: "page", ok: true, message: "sent" });
  expect(wanted(story.state)).toContainEqual(expect.objectContaining({ type: "page", step: 0, note: "acknowledge" }));
});
