import { boundedResult } from "../check/bounded-result.ts";
import { plainText } from "../text/plain-text.ts";
import type { RunEvent } from "./event.ts";

/** A plan longer than this, as JSON in UTF-16 units, is not offered: what is sent is what was recorded, and so it cannot be shortened. */
const LONGEST_PLAN = 250_000;
const LONGEST_REASON = 4_000;

/** The event as it can be recorded: what comes from outside is of any size, and a journal's line is not. */
export function boundedEvent(event: RunEvent): RunEvent {
  switch (event.type) {
    case "checked":
      return { ...event, result: boundedResult(event.result) };
    case "planned": {
      const { plan, ...rest } = event;
      const length = JSON.stringify(plan).length;
      if (length <= LONGEST_PLAN) return event;
      const reason = `the change to ${plan.target.kind} ${plan.target.name} is too large to be recorded (${length} characters of at most ${LONGEST_PLAN}); make it by hand`;
      return { ...rest, type: "plan-failed", reason };
    }
    case "plan-failed":
    case "withheld":
      return { ...event, reason: text(event.reason) };
    case "reconciled":
    case "paged":
      return { ...event, message: text(event.message) };
    case "leased":
      return event.lease.outcome === "unavailable"
        ? { ...event, lease: { ...event.lease, reason: text(event.lease.reason) } }
        : event;
    case "received":
      return event.receipt.outcome === "applied"
        ? event
        : { ...event, receipt: { ...event.receipt, message: text(event.receipt.message) } };
    case "progressed": {
      const { failed, summary } = event.progress;
      const progress = { ...event.progress, summary: text(summary), failed: failed === null ? null : text(failed) };
      return { ...event, progress };
    }
    default:
      return event;
  }
}

function text(value: string): string {
  return value.length <= LONGEST_REASON ? value : plainText(value, LONGEST_REASON);
}
