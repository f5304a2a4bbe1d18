import { expect, test } from "vitest";
import { watchProgress } from "../../../src/reporters/text/watch-progress.ts";
import { offered } from "../../core/run/story.ts";
import { view } from "../view.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;

test.each([
  ["fails", "fail" as const, /they still fail/],
  ["could not be told", "error" as const, /none is seen failing, but not all can be told/],
  ["passes", "pass" as const, /they passed 1 of \d+ times/],
])("a symptom that %s is watched in these words", (_, orders, words) => {
  const { state } = offered("wait").tell(30, woke).answer({ orders });
  expect(state === null ? [] : watchProgress(state, view())).toContainEqual(expect.stringMatching(words));
});
