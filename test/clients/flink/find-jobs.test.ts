import fc from "fast-check";
import { expect, test } from "vitest";
import { findJobs, isNamed } from "../../../src/clients/flink/find-jobs.ts";

test.each([
  ["zipline", "zipline", true],
  ["zipline", "zipline-2", false],
  ["zipline*", "zipline-2", true],
  ["*line*", "zipline-2", true],
  ["zip*-2", "zipline-2", true],
  ["zip*zip", "zip", false],
  ["a*b*c", "a-b-c", true],
  ["a*b*c", "a-c-b", false],
  ["*", "", true],
  ["z.p", "zip", false],
])("%s is the name of %s: %s", (pattern, name, is) => {
  expect(isNamed(pattern, name)).toBe(is);
});

test("as a regular expression with the same meaning", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
  fc.assert(
    fc.property(text, fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 }), (pattern, name) => {
      expect(isNamed(pattern, name)).toBe(new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(name));
    }),
  );
});

test("running ones first the newest, ended ones the one that ended last", () => {
  const job = (id: string, state: string, startedAtMs: number, endedAtMs: number | null) => {
    return { id, name: "zipline", state, startedAtMs, endedAtMs, tasks: {} };
  };
  const { live, over } = findJobs(
    [
      job("a", "RUNNING", 1, null),
      job("b", "CANCELED", 2, 9),
      job("c", "RESTARTING", 3, null),
      job("d", "FAILED", 4, 8),
    ],
    "zip*",
  );
  expect(live.map(({ id }) => id)).toEqual(["c", "a"]);
  expect(over.map(({ id }) => id)).toEqual(["b", "d"]);
});
