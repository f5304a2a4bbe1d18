import { expect, test } from "vitest";
import { documentOf } from "../../../src/core/document/document-of.ts";
import { childOf, takenOver } from "../run/handed-over.ts";
import { offered } from "../run/story.ts";
import { told } from "./told.ts";

const alices = { run: "sd-0001", user: "alice", host: "laptop", epoch: 2 };

test("a run that began by itself comes from none", () => {
  expect(told(offered("none")).run.origin).toBeNull();
});

test.each([
  ["has not been told yet that it is over", "not yet", { fenced: false, problem: null }],
  ["was told that it is over", "held", { fenced: true, problem: null }],
  ["could not be told that it is over", "unavailable", { fenced: false, problem: "there is no cluster" }],
] as const)("the run before it is named with who had it: it %s", (_, fence, said) => {
  const { run } = told(takenOver(offered("none"), fence));
  expect([run.id, run.operator, run.origin]).toEqual(["sd-0002", "bob@desk", { ...alices, ...said }]);
});

test("of several runs before it the last one is named", () => {
  const { state, atMs } = takenOver(offered("none"));
  const grandchild = childOf(state, atMs, "sd-0003", 2);
  expect(documentOf(grandchild).run.origin).toMatchObject({ run: "sd-0002", epoch: 3 });
});

test("where another run had taken it over as well, it stands at what the lease says", () => {
  const story = takenOver(offered("none"), "not yet");
  const over = { run: "sd-0009", user: "eve", host: "tower", epoch: 4 };
  story.tell(0, { type: "fenced", fence: { kind: "held", epoch: 5, over } });
  expect(told(story).run.origin).toEqual({ ...alices, epoch: 5, fenced: true, problem: null });
});
