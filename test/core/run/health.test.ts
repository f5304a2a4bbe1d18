import { describe, expect, test } from "vitest";
import type { Verdict } from "../../../src/core/check/verdict.ts";
import { allPass, failingSymptoms, healthOf, symptomsOf } from "../../../src/core/run/health.ts";
import { result, START_MS } from "./sample-events.ts";
import { sampleRunbook } from "./sample-runbook.ts";

function told(verdicts: Readonly<Record<string, Verdict>>) {
  return new Map(Object.entries(verdicts).map(([check, verdict]) => [check, result(verdict, START_MS)]));
}

test("symptoms are those of the runbook, without its evidence", () => {
  expect(symptomsOf(sampleRunbook)).toEqual(["orders", "stock"]);
});

describe("what the symptoms say together", () => {
  test.each([
    [{ orders: "pass", stock: "pass" }, null, "healthy"],
    [{ orders: "pass", stock: "fail" }, null, "problem"],
    [{ orders: "error", stock: "fail" }, null, "problem"],
    [{ orders: "pass", stock: "inconclusive" }, null, "inconclusive"],
    [{ orders: "pass", stock: "error" }, null, "inconclusive"],
    [{ orders: "pass", stock: "skipped" }, null, "inconclusive"],
    [{ orders: "pass" }, null, "inconclusive"],
    [{ orders: "pass", stock: "pass", release: "fail" }, null, "healthy"],
    [{ orders: "pass", stock: "fail" }, ["orders"], "healthy"],
    [{ release: "pass" }, ["release"], "inconclusive"],
  ] as const)("%j, asked for %j: %s", (verdicts, only, health) => {
    expect(healthOf(sampleRunbook, told(verdicts), only)).toBe(health);
  });
});

test("those that failed, and no other", () => {
  expect(failingSymptoms(sampleRunbook, told({ orders: "error", stock: "fail", release: "fail" }))).toEqual(["stock"]);
  expect(failingSymptoms(sampleRunbook, told({}))).toEqual([]);
});

test("no checks at all have not passed, and one that passed is not all", () => {
  expect(allPass([], told({}))).toBe(false);
  expect(allPass(["orders"], told({ orders: "pass", stock: "fail" }))).toBe(true);
  expect(allPass(["orders", "stock"], told({ orders: "pass", stock: "fail" }))).toBe(false);
  expect(allPass(["orders", "stock"], told({ orders: "pass" }))).toBe(false);
});
