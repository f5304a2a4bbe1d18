import { expect, test } from "vitest";
import { goesOn, PREDICATE_WORDS, SECRET_WORDS, SENTENCE_WORDS } from "../../../src/probes/logs/sentence-words.ts";

/** Whether what follows a result's colon, a secret's colon and a word that announces an id goes on with the sentence. */
const goingOn = (text: string) => [PREDICATE_WORDS, SECRET_WORDS, SENTENCE_WORDS].map((words) => goesOn(text, words));

test.each([
  ["not", [true, true, true]],
  ["Missing, as ever", [true, true, true]],
  ["is-not", [true, true, true]],
  // May be what a model answered, but no password that anybody has.
  ["denied", [false, true, true]],
  ["expired", [false, true, true]],
  ["of", [false, false, true]],
  ["timeout", [false, false, true]],
  ["isolde", [false, false, false]],
  ["is_ok", [false, false, false]],
  ["alice", [false, false, false]],
  ["", [false, false, false]],
  ["-", [false, false, false]],
])("%j", (text, expected) => {
  expect(goingOn(text)).toEqual(expected);
});
