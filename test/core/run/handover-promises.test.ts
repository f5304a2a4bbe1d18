import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentOf } from "../../../src/core/document/document-of.ts";
import { eventShape } from "../../../src/core/run/event-shape.ts";
import { isEventType } from "../../../src/core/run/event-types.ts";
import type { Effect, EffectOf } from "../../../src/core/run/effect.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { apply, start, wanted } from "../../../src/core/run/machine.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { renderScreen } from "../../../src/reporters/text/screen.ts";
import { childOf, handedOver } from "./handed-over.ts";
import { draws, type Moment, walk } from "./random-walk.ts";

const attendances = fc.constantFrom("terminal" as const, "wait" as const, "none" as const);
/** A life that is handed over at some point, and goes on elsewhere. */
const lives = fc.record({ first: draws, next: draws, attendance: attendances, cut: fc.nat(), lateMs: fc.nat(900_000) });
const runs = { numRuns: 80, seed: 20_260_116 };

interface Handed {
  /** What the older run had done by then. */
  readonly before: readonly Moment[];
  readonly older: RunState;
  readonly child: RunState;
  readonly after: readonly Moment[];
}

function handed(life: {
  readonly first: Parameters<typeof walk>[0];
  readonly next: Parameters<typeof walk>[0];
  readonly attendance: Parameters<typeof walk>[1];
  readonly cut: number;
  readonly lateMs: number;
}): Handed | null {
  const all = walk(life.first, life.attendance);
  const before = all.slice(0, 1 + (life.cut % all.length));
  const older = before.at(-1)?.state ?? null;
  if (older === null || older.ended !== null) return null;
  const child = childOf(older, older.nowMs + life.lateMs);
  return { before, older, child, after: walk(life.next, life.attendance, child) };
}

function began<T extends Effect["type"]>(
  moments: readonly Moment[],
  type: T,
): readonly { readonly effect: EffectOf<T>; readonly index: number; readonly moment: Moment }[] {
  return moments.flatMap((moment, index) =>
    moment.began.flatMap((effect) => (effect.type === type ? [{ effect: effect as EffectOf<T>, index, moment }] : [])),
  );
}

describe("the promises of a handover, over random lives", () => {
  test("at least 10 % of those who take over make a change, or the rest proves nothing", () => {
    const reached = fc
      .sample(lives, runs)
      .map(handed)
      .filter((one) => one !== null && began(one.after, "send").length > 0).length;
    expect(reached / runs.numRuns).toBeGreaterThan(0.1);
  });

  test("no write without an approval that was given in the run itself", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const one = handed(life);
        if (one === null) return;
        const old = new Set(one.child.proposals.map(({ id }) => id));
        for (const { effect, index } of began(one.after, "send")) {
          expect(old.has(effect.proposal)).toBe(false);
          const approved = one.after.slice(0, index).some(({ event, before }) => {
            const named = before?.proposals.find(({ id }) => id === effect.proposal);
            return event.type === "approved" && named?.digest === event.digest;
          });
          expect(approved).toBe(true);
          expect(effect.mark.startsWith("sd-0002/")).toBe(true);
        }
      }),
      runs,
    );
  });

  test("no approval of the older run is taken", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const one = handed(life);
        if (one === null) return;
        const digests = new Set(one.older.proposals.map(({ digest }) => digest));
        for (const { before, event, state } of one.after)
          for (const proposal of state?.proposals ?? []) {
            const was = before?.proposals.find(({ id }) => id === proposal.id)?.approval;
            if (event.type === "approved" && proposal.approval !== null && was === null)
              expect(digests.has(proposal.digest)).toBe(false);
          }
      }),
      runs,
    );
  });

  test("nothing goes out before the older runs were told, or could not be", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const one = handed(life);
        if (one === null) return;
        for (const type of ["send", "page", "prepare", "lease"] as const)
          for (const { moment } of began(one.after, type)) expect(moment.state?.fence ?? null).not.toBeNull();
      }),
      runs,
    );
  });

  test("a step pages at most once in both, never early, and as one incident", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const one = handed(life);
        if (one === null) return;
        const told = one.before.filter(({ event }) => event.type === "paged" && event.note === "page" && event.ok);
        const paged = new Set(told.map(({ event }) => (event.type === "paged" ? event.step : -1)));
        for (const { effect, moment } of began(one.after, "page")) {
          expect(effect.dedupKey).toBe(`sd-0001/step-${effect.step + 1}`);
          if (effect.note !== "page") continue;
          expect(paged.has(effect.step)).toBe(false);
          const step = moment.state?.steps[effect.step];
          expect(step?.requested === true || (step?.dueAtMs ?? Infinity) <= (moment.state?.nowMs ?? 0)).toBe(true);
        }
        expect(one.child.steps.map(({ dueAtMs }) => dueAtMs)).toEqual(one.older.steps.map(({ dueAtMs }) => dueAtMs));
      }),
      runs,
    );
  });

  test("the older one, once it is told, wants nothing any more", () => {
    fc.assert(
      fc.property(lives, draws, (life, more) => {
        const one = handed(life);
        if (one === null) return;
        const by = { run: "sd-0002", user: "bob", host: "desk", epoch: 2 };
        const over = apply(one.older, { type: "superseded", atMs: one.older.nowMs, by });
        expect(wanted(over)).toEqual([]);
        if (over === null) throw new Error("a run that was begun stays one");
        for (const { began: begun } of walk(more, life.attendance, over)) expect(begun).toEqual([]);
      }),
      { ...runs, numRuns: 40 },
    );
  });
});

describe("any prefix of a journal", () => {
  function screen(state: RunState): string {
    const view = {
      width: 100,
      color: false,
      unicode: true,
      nowMs: state.nowMs,
      stateDir: null,
      offsetMinutes: () => 0,
    };
    return renderScreen(documentOf(state), { verbose: true, ending: true }, view);
  }

  test("is replayed into the screen that was shown then, handed over or not", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const one = handed(life);
        const moments = one === null ? walk(life.first, life.attendance) : [...one.before, ...one.after];
        const named: readonly RunEvent[] = one === null ? [] : [handedOver(one.child.nowMs)];
        const at = one === null ? moments.length : one.before.length;
        const events = moments.map(({ event }) => event);
        for (let length = 1; length <= moments.length; length += 7) {
          const shown = moments[length - 1]?.state;
          if (shown === null || shown === undefined) continue;
          const prefix =
            length <= at ? events.slice(0, length) : events.slice(0, at).concat(named, events.slice(at, length));
          // As it is read: only what JSON holds.
          const read = JSON.parse(JSON.stringify(prefix)) as RunEvent[];
          const replayed = read.reduce(apply, start());
          if (replayed === null) throw new Error("a run without a beginning");
          expect(screen(replayed)).toBe(screen(shown));
        }
      }),
      { ...runs, numRuns: 10 },
    );
  });

  test("every event of a life is one that another machine takes", () => {
    fc.assert(
      fc.property(lives, (life) => {
        const one = handed(life);
        const moments = one === null ? walk(life.first, life.attendance) : [...one.before, ...one.after];
        for (const event of [...moments.map((moment) => moment.event), handedOver(0)]) {
          expect(isEventType(event.type)).toBe(true);
          expect(eventShape.safeParse(JSON.parse(JSON.stringify(event)))).toMatchObject({ success: true });
        }
      }),
      { ...runs, numRuns: 25 },
    );
  });
});
