import { describe, expect, test } from "vitest";
import { manual } from "../../src/actions/manual.ts";
import { stubContext } from "./kubernetes/stub-cluster.ts";

const { context, writes } = stubContext({});
const args = manual.args.parse({ summary: "raise the memory limit", instructions: "kubectl set resources …" });

describe("a manual change", () => {
  test("is a plan without writes, with what the operator does", async () => {
    const plan = await manual.plan(args, { ...context, onsetAtMs: null });
    expect([plan.writes, plan.instructions, plan.undo]).toEqual([[], ["kubectl set resources …"], null]);
  });

  test("has another identity when the instructions are others", async () => {
    const identity = async (instructions: readonly string[]) =>
      (await manual.plan({ ...args, instructions: [...instructions] }, { ...context, onsetAtMs: null })).identity;
    expect(await identity(["a"])).not.toBe(await identity(["b"]));
    expect(await identity(["a"])).toBe(await identity(["a"]));
  });

  test("is complete when the operator says so, and sends nothing", async () => {
    const plan = await manual.plan(args, { ...context, onsetAtMs: null });
    const progress = await manual.progress(plan, [], { ...context, nowMs: 77 });
    expect([progress.complete, progress.completedAtMs, writes]).toEqual([true, 77, []]);
    expect(manual.inverse).toBeNull();
  });
});
