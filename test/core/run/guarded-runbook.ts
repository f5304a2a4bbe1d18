import type { RunEvent } from "../../../src/core/run/event.ts";
import type { Runbook } from "../../../src/core/runbook/runbook.ts";
import { started } from "./sample-events.ts";
import { sampleRunbook } from "./sample-runbook.ts";

const [orders] = sampleRunbook.investigation;
if (orders === undefined) throw new Error("the sample has no check");

/** The sample with one more thing to look at, which its first mitigation must not break. */
export const guardedRunbook: Runbook = {
  ...sampleRunbook,
  investigation: [...sampleRunbook.investigation, { ...orders, id: "latency", title: "latency", role: "evidence" }],
  mitigation: sampleRunbook.mitigation.map((one) => (one.id === "rollback" ? { ...one, guard: ["latency"] } : one)),
};

export function guardedStart(changes: Partial<Runbook> = {}, only: readonly string[] | null = null): RunEvent {
  const begun = started();
  if (begun.type !== "started") throw new Error("a run begins with its identity");
  return { ...begun, run: { ...begun.run, only, runbook: { ...guardedRunbook, ...changes } } };
}
