import { expect, test } from "vitest";
import { markOf, readMark } from "../../../src/core/plan/mark.ts";

test("a mark names the run and the proposal that it was written with", () => {
  expect(readMark(markOf("sd-0001", "undo-rollback-2", "12"))).toEqual({ run: "sd-0001", proposal: "undo-rollback-2" });
});

test.each([
  "",
  "sd-0001",
  "sd-0001/rollback",
  "/rollback/1",
  "sd-0001//1",
  "sd-0001/rollback/one",
  "sd-0001/rollback/1/2",
  "sd-0001/rollback/1 ",
  "SD/rollback/1",
  "sd 1/rollback/1",
  "sd-0001/\u001b[31m/1",
])("%j is none", (value) => {
  expect(readMark(value)).toBeNull();
});
