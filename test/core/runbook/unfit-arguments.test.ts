import { expect, test } from "vitest";
import { parseRunbook } from "../../../src/core/runbook/parse-runbook.ts";
import { unfitArguments } from "../../../src/core/runbook/unfit-arguments.ts";
import { catalog, VALID } from "./small-catalog.ts";

test("parameter values that an argument cannot take are told before the run", () => {
  const parsed = parseRunbook(VALID, "small.yaml", catalog);
  if (!parsed.ok) throw new Error("the valid runbook is not valid");
  const unfit = (count: number | null, target = "api") =>
    unfitArguments(parsed.runbook, { target, window: "2m", count }, catalog);
  expect(unfit(null)).toEqual([]);
  expect(unfit(2)).toEqual([]);
  expect(unfit(0)).toEqual([expect.stringMatching(/^fix: the arguments do not fit: count: /)]);
  expect(unfit(2, "")).toEqual([
    expect.stringMatching(/^error-rate: the arguments do not fit: target: .*\(parameter target\)$/),
  ]);
});

test("a window of nothing is told with its parameter, and so is an interval", () => {
  const text = `${VALID}verification: { interval: "{{ pause }}" }\n`.replace(
    "parameters:\n",
    "parameters:\n  pause: { type: duration, default: 15s }\n",
  );
  const parsed = parseRunbook(text, "small.yaml", catalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const unfit = (window: string, pause: string) =>
    unfitArguments(parsed.runbook, { target: "api", window, count: null, pause }, catalog);
  expect(unfit("2m", "15s")).toEqual([]);
  expect(unfit("0s", "15s")).toEqual(["pods: parameter window (0s): a range of a query must be longer than 0s"]);
  expect(unfit("2m", "0s")).toEqual([
    "verification: the interval between two samples must be longer than 0s (parameter pause)",
  ]);
});

test("an interval of nothing that is written out names no parameter", () => {
  const parsed = parseRunbook(VALID, "small.yaml", catalog);
  if (!parsed.ok) throw new Error("the valid runbook is not valid");
  const verification = { passes: 3, interval: "0s" };
  const parameters = { target: "api", window: "2m", count: null };
  expect(unfitArguments({ ...parsed.runbook, verification }, parameters, catalog)).toEqual([
    "verification: the interval between two samples must be longer than 0s",
  ]);
});

test.each([
  ["interval", { passes: 3, interval: "soon" }],
  ["time that recovery may take", { passes: 3, interval: "15s", within: "{{ target }}" }],
])("an %s that is no duration, as in a runbook from elsewhere, is told", (_, verification) => {
  const parsed = parseRunbook(VALID, "small.yaml", catalog);
  if (!parsed.ok) throw new Error("the valid runbook is not valid");
  const parameters = { target: "api", window: "2m", count: null };
  expect(unfitArguments({ ...parsed.runbook, verification }, parameters, catalog)).toEqual([
    expect.stringMatching(/^verification: .* is no duration such as 90s or 2m$/),
  ]);
});
