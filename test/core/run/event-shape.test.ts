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

function put(value: unknown, [key = "", ...rest]: readonly string[], by: unknown): unknown {
  const fields = value as Readonly<Record<string, unknown>>;
  if (!Object.hasOwn(fields, key)) throw new Error(`there is no ${key}`);
  return { ...fields, [key]: rest.length === 0 ? by : put(fields[key], rest, by) };
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

  const { started, session, reconciled, left, paged, planned, fenced } = WHOLE_EVENTS;

  test.each<[string, readonly unknown[], readonly string[], readonly unknown[]]>([
    // It names a folder.
    ["run.id", started, ["a", "0", "sd-0001", "a".repeat(80)], ["", "-a", "A", "../a", "a/b", "a.b", "a".repeat(81)]],
    ["run.mode", started, ["run", "dry-run", "drill"], ["", "walk"]],
    ["attendance", session, ["terminal", "wait", "none", "visitor"], ["", "nobody"]],
    ["found", reconciled, ["applied", "not-applied", "unknown", "unanswered"], ["", "lost"]],
    ["reason", left, ["interrupted", "quit"], ["", "bored"]],
    ["note", paged, ["page", "acknowledge", "resolve"], ["", "call"]],
    ["stage", planned, ["propose", "recheck"], ["", "undo"]],
  ])("%s is one of the words that mean something here", (place, [event], words, others) => {
    for (const word of words) expect(read(put(event, place.split("."), word)).success).toBe(true);
    for (const other of others) expect(read(put(event, place.split("."), other)).success).toBe(false);
  });

  test.each<[string, readonly unknown[], readonly number[], readonly number[]]>([
    ["fence.epoch", fenced, [0, 1_000_000], [-1, 0.5, 1_000_001]],
    ["run.timeoutMs", started, [1], [0, -1]],
    ["step", paged, [0, 7], [-1, 0.5]],
  ])("%s is a number that can be", (place, [event], numbers, others) => {
    for (const number of numbers) expect(read(put(event, place.split("."), number)).success).toBe(true);
    for (const other of others) expect(read(put(event, place.split("."), other)).success).toBe(false);
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
