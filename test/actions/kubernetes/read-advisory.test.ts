import { expect, test } from "vitest";
import { readAdvisory } from "../../../src/actions/kubernetes/read-advisory.ts";
import { ClientError } from "../../../src/clients/client-error.ts";
import { refused } from "./stub-cluster.ts";

test("what can be read is there", async () => {
  expect(await readAdvisory(Promise.resolve([1, 2]))).toEqual({ readable: true, value: [1, 2] });
});

test.each([
  ["a refusal", refused(403, "list budgets: not allowed")],
  ["a kind that the server does not have", refused(404, "no such resource")],
  ["no answer", new ClientError("timeout", "no answer within 10 s", "")],
])("%s is told as the problem, and the plan goes on", async (_, error) => {
  expect(await readAdvisory(Promise.reject(error))).toEqual({ readable: false, problem: error.message });
});

test.each([
  ["that the caller gave up", new ClientError("aborted", "stopped", "")],
  ["a fault of our own", new TypeError("undefined is no function")],
])("%s is no answer of the far side: it rejects", async (_, error) => {
  await expect(readAdvisory(Promise.reject(error))).rejects.toBe(error);
});
