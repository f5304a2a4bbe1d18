import { expect, test } from "vitest";
import { markOf } from "../../../src/core/plan/mark.ts";
import { MARK, MARK_ANNOTATION, RESOURCE_VERSION } from "../../../src/core/plan/plan.ts";
import { writeTimeoutMs } from "../../../src/core/plan/write-timeout.ts";
import { plan } from "../run/sample-events.ts";

const [write] = plan().writes;
if (write === undefined) throw new Error("the sample writes nothing");

test("an object that was changed says by which write of which run", () => {
  expect(markOf("sd-0001", "rollback", "2")).toBe("sd-0001/rollback/2");
});

// What an older bigops recorded, or wrote on an object, is read by these.
test("the places in a write's body and the name of the mark are the same in every version", () => {
  expect([RESOURCE_VERSION, MARK, MARK_ANNOTATION]).toEqual(["${resourceVersion}", "${mark}", "bigops.dev/applied-by"]);
});

test("a write may take as long as other requests, 10 s, or as long as its plan says", () => {
  expect(writeTimeoutMs(write)).toBe(10_000);
  expect(writeTimeoutMs({ ...write, timeoutMs: 120_000 })).toBe(120_000);
});
