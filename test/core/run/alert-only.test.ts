import { describe, expect, test } from "vitest";
import { eventShape } from "../../../src/core/run/event-shape.ts";
import { wanted } from "../../../src/core/run/machine.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { started } from "./sample-events.ts";
import { Story, troubled } from "./story.ts";

/** A run whose rollback takes a parameter that an alert's label alone says, or not. */
function begun(alertOnly?: readonly string[]): RunEvent {
  const event = started() as RunEvent & { type: "started" };
  const mitigation = event.run.runbook.mitigation.map((one) => ({ ...one, args: { shop: "{{ shop }}", by: "hand" } }));
  const run = { ...event.run, runbook: { ...event.run.runbook, mitigation }, parameters: { shop: "corner" } };
  return { ...event, run: alertOnly === undefined ? run : { ...run, alertOnly } };
}

const plans = (event: RunEvent) =>
  wanted(new Story("terminal", event).answer(troubled).state).filter(({ type }) => type === "plan");

describe("a parameter that an alert's label alone says", () => {
  test("is told to whoever plans with it", () => {
    expect(plans(begun(["shop"]))).toMatchObject([{ alertOnly: { shop: "shop" } }]);
  });

  test("is nothing to tell where somebody else says it too", () => {
    expect(plans(begun())).toHaveLength(1);
    expect(plans(begun())[0]).not.toHaveProperty("alertOnly");
  });

  test("is known to whoever goes on with the run elsewhere", () => {
    const event = begun(["shop"]);
    expect(eventShape.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
  });
});
