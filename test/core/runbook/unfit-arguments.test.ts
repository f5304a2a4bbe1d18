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
  expect(unfit(2, "")).toEqual([expect.stringMatching(/^error-rate: the arguments do not fit: target: /)]);
});
