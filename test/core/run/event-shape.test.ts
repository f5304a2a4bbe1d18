import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventShape } from "../../../src/core/run/event-shape.ts";
import { isEventType } from "../../../src/core/run/event-types.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { WHOLE_EVENTS } from "./whole-events.ts";

const whole: readonly RunEvent[] = Object.values(WHOLE_EVENTS).flat();
const read = (event: unknown) => eventShape.safeParse(JSON.parse(JSON.stringify(event)));

/** The places of all fields, deep down, as paths. */
function placesIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [[key], ...placesIn(item).map((path) => [key, ...path])]);
}

function without(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (typeof value !== "object" || value === null || key === undefined) return value;
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? without(item, rest) : item));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) =>
      name !== key ? [[name, item]] : rest.length === 0 ? [] : [[name, without(item, rest)]],
    ),
  );
}

/** The fields that may stay away: so says the type, whose equality with the shape the compiler holds. */
const mayLack = (event: unknown) => placesIn(event).filter((path) => read(without(event, path)).success);

describe("an event as another machine's journal has it", () => {
  test.each(whole.map((event) => [event.type, event] as const))("%s is taken with all that it may have", (_, event) => {
    expect(read(event)).toEqual({ success: true, data: event });
  });

  test("with any of what may stay away, and without the rest", () => {
    const drawn = fc
      .constantFrom(...whole)
      .chain((event) => fc.record({ event: fc.constant(event), lacking: fc.subarray([...mayLack(event)]) }));
    fc.assert(
      fc.property(drawn, ({ event, lacking }) => {
        const told = lacking.reduce<unknown>(without, event);
        expect(read(told)).toEqual({ success: true, data: told });
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  test("an intent that may be sent for ten minutes, and not for longer: whoever goes on would wait for its end", () => {
    const [intended] = WHOLE_EVENTS.intended;
    const until = (ms: number) => read({ ...intended, notAfterMs: (intended?.atMs ?? 0) + ms });
    expect(until(600_000).success).toBe(true);
    expect(until(600_001).error?.issues.map(({ message }) => message)).toEqual(["it may be sent for too long"]);
  });

  test("a field that nobody knows is refused wherever it stands in a plan", () => {
    const [planned] = WHOLE_EVENTS.planned;
    expect(read({ ...planned, plan: { ...planned?.plan, host: "x" } }).success).toBe(false);
    expect(read({ ...planned, plan: { ...planned?.plan, impact: { ...planned?.plan.impact, more: 1 } } }).success).toBe(
      false,
    );
  });
});

test("a type of event is known by its name alone, and no other word is one", () => {
  expect(whole.every(({ type }) => isEventType(type))).toBe(true);
  expect([isEventType("toString"), isEventType("restarted"), isEventType(""), isEventType(["left"])]).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
