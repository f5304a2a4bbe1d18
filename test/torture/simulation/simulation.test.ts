import { describe, expect, test } from "vitest";
import type { Effect } from "../../../src/core/run/effect.ts";
import type { EventOf } from "../../../src/core/run/event.ts";
import * as machine from "../../../src/core/run/machine.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { Random } from "../random.ts";
import type { Typed } from "./at-a-terminal.ts";
import { play, type Instead } from "./play.ts";
import { GUARD } from "./runbook.ts";
import { type AnswerTrouble, drawScenario, type Scenario } from "./scenario.ts";
import { PLAIN } from "./shape.ts";
import { judged } from "./simulation.ts";

const RUNS = 60;

/** What is seldom met is looked for longer. */
const MOST_RUNS = 10 * RUNS;

/** What is said of the runs of the first seeds, or of those of them that are of a kind, when something is broken on purpose. */
async function breachesWith(
  instead: Instead,
  which: (one: Scenario) => boolean = () => true,
  most = MOST_RUNS,
): Promise<string> {
  const breaches: string[] = [];
  for (let seed = 1, runs = 0; runs < Math.min(RUNS, most) || (breaches.length === 0 && runs < most); seed += 1) {
    const scenario = drawScenario(new Random(seed));
    if (!which(scenario)) continue;
    runs += 1;
    breaches.push(...(await play(scenario, instead)).breaches);
  }
  return breaches.join("\n");
}

function withoutAgain(event: EventOf<"paged">): EventOf<"paged"> {
  const { again: _, ...refused } = event;
  return refused;
}

/** A machine that takes every run for another one. */
function takenFor(other: (run: EventOf<"started">["run"]) => EventOf<"started">["run"]): Instead {
  const apply: typeof machine.apply = (state, event) =>
    machine.apply(state, event.type === "started" ? { ...event, run: other(event.run) } : event);
  return { machine: { ...machine, apply } };
}

/** A machine in which every page on a condition has this one. */
function onCondition(when: string): Instead {
  return takenFor((run) => {
    const escalation = run.runbook.escalation.map((step) => (step.when === null ? step : { ...step, when }));
    return { ...run, runbook: { ...run.runbook, escalation } };
  });
}

function pageOf(state: RunState): Effect {
  const about = { type: "page" as const, step: 0, note: "page" as const, target: "target-0" };
  return { id: `early:${state.cycle}`, ...about, dedupKey: "early", late: false };
}

/** Somebody approves the one change, and the answer to it is in trouble. */
function sentWith(kind: AnswerTrouble["kind"], helps: boolean): Scenario {
  const person = [{ afterMs: 1_000, says: "approve" as const, typed: "its name" as const }];
  return {
    shape: { ...PLAIN, mitigations: [{ writes: 1, helps, breaks: false, madeBefore: 0 }] },
    processes: [{ attendance: "terminal", person, disk: null, stopAfterMs: 3_600_000, operator: "ben" }],
    troubles: [{ effect: "send", nth: 0, kind, lateMs: 0 }],
    outside: [],
  };
}

/** Somebody is paged after a minute, and the trouble goes away by itself; these of all pages and notes fail in a way that passes. */
function pagedWith(failing: readonly number[]): Scenario {
  return {
    shape: { ...PLAIN, mitigations: [], escalation: [1, 50] },
    processes: [{ attendance: "wait", person: [], disk: null, stopAfterMs: 3_600_000, operator: "ben" }],
    troubles: failing.map((nth) => ({ effect: "page", nth, kind: "broken", lateMs: 0 })),
    outside: [{ atMs: 300_000, does: "heal", ms: 0, typed: "nothing" }],
  };
}

test("a change that arrives twice, and is refused the second time, is known as made", async () => {
  const { breaches, changes, outcome } = await play(sentWith("twice", true));
  expect([breaches, changes, outcome]).toEqual([[], 1, "resolved"]);
});

test("a pager that is in trouble for a while takes the page in the end, and is told of the end of the run", async () => {
  const { breaches, outcome, story } = await play(pagedWith([0, 1, 2, 4, 5]));
  expect([breaches, outcome]).toEqual([[], "resolved"]);
  const sent = story.filter((line) => / (page|resolve) target-0$/.test(line)).map((line) => line.slice(12));
  expect(sent).toEqual([...Array<string>(4).fill("page target-0"), ...Array<string>(3).fill("resolve target-0")]);
});

describe("in a protected environment", () => {
  const shape = { ...PLAIN, isProtected: true };
  const process = { disk: null, stopAfterMs: 1_200_000, operator: "ben" as const };
  const asked = (typed: Typed): Scenario => ({
    ...sentWith("late", true),
    shape,
    processes: [{ ...process, attendance: "terminal", person: [{ afterMs: 1_000, says: "approve", typed }] }],
  });
  const toldOf = (typed: Typed): Scenario => ({
    ...sentWith("late", true),
    shape,
    processes: [{ ...process, attendance: "wait", person: [] }],
    outside: [{ atMs: 5_000, does: "approve", ms: 0, typed }],
  });

  test.each<[string, Typed, number, (typed: Typed) => Scenario]>([
    ["at the question: its name", "its name", 1, asked],
    ["at the question: another name", "another name", 0, asked],
    ["at the question: nothing", "nothing", 0, asked],
    ["from another terminal: its name", "its name", 1, toldOf],
    ["from another terminal: another name", "another name", 0, toldOf],
    ["from another terminal: nothing", "nothing", 0, toldOf],
    ["from no terminal", "no terminal", 0, toldOf],
  ])("%s", async (_, typed, changed, scenario) => {
    const { breaches, changes } = await play(scenario(typed));
    expect([breaches, changes]).toEqual([[], changed]);
  });
});

test.each<[string, (one: Scenario) => boolean]>([
  ["in a read-only environment nothing is changed", ({ shape }) => shape.readOnly && shape.mode === "run"],
  ["a page with a condition is sent where that is true", ({ shape }) => shape.escalation[0] === "w.fail"],
])("%s", { timeout: 60_000 }, async (_, which) => {
  expect(await breachesWith({}, which, RUNS / 4)).toBe("");
});

describe("the simulation notices", { timeout: 60_000 }, () => {
  test("nothing, where nothing is broken", async () => {
    let changes = 0;
    let crashes = 0;
    for (let seed = 1; seed <= RUNS; seed += 1) {
      const played = await judged(drawScenario(new Random(seed)));
      expect(played.breaches, played.story.join("\n")).toEqual([]);
      changes += played.changes;
      crashes += played.crashes;
    }
    // Or the rest proves nothing.
    expect(changes).toBeGreaterThan(RUNS / 4);
    expect(crashes).toBeGreaterThan(RUNS / 4);
  });

  test("a machine that approves by itself", async () => {
    const by = { user: "nobody", as: null, host: "here" };
    const apply: typeof machine.apply = (state, event) => {
      const next = machine.apply(state, event);
      const digest = next?.proposals.find(({ stage }) => stage.kind === "offered")?.digest;
      return digest == null ? next : machine.apply(next, { type: "approved", digest, by, atMs: event.atMs });
    };
    expect(await breachesWith({ machine: { ...machine, apply } })).toMatch(/nobody approved its digest/);
  });

  test("a machine that pages at once", async () => {
    const wanted: typeof machine.wanted = (state) =>
      state?.steps[0]?.status === "waiting" && state.session !== null && state.left === null && state.ended === null
        ? [...machine.wanted(state), pageOf(state)]
        : machine.wanted(state);
    expect(await breachesWith({ machine: { ...machine, wanted } })).toMatch(/is paged \d+ ms before it is due/);
  });

  test("a machine that forgets a page", async () => {
    const wanted: typeof machine.wanted = (state) => machine.wanted(state).filter(({ type }) => type !== "page");
    expect(await breachesWith({ machine: { ...machine, wanted } })).toMatch(
      /is due since \d+ ms, and nobody was paged/,
    );
  });

  test("a machine that gives a page up after one failure", async () => {
    const apply: typeof machine.apply = (state, event) =>
      machine.apply(state, event.type === "paged" && event.note === "page" ? withoutAgain(event) : event);
    expect(await breachesWith({ machine: { ...machine, apply } })).toMatch(/is due since \d+ ms, and nobody was paged/);
  });

  test("a machine that gives the word of the end up after one failure", async () => {
    const apply: typeof machine.apply = (state, event) =>
      machine.apply(state, event.type === "paged" && event.note === "resolve" ? withoutAgain(event) : event);
    // The page itself is the first of its kind, the word of the end the second.
    const scenario = pagedWith([1, 2]);
    expect((await play(scenario)).breaches).toEqual([]);
    const { breaches, outcome } = await play(scenario, { machine: { ...machine, apply } });
    expect(outcome).toBe("resolved");
    expect(breaches.join("\n")).toMatch(/its pager is not told of the end/);
  });

  test("a page whose condition was never true", async () => {
    expect(await breachesWith(onCondition("true"))).toMatch(/is paged, and w\.\S+.* was never true/);
  });

  test("a page that is forgotten though its condition is true", async () => {
    expect(await breachesWith(onCondition("false"))).toMatch(/is due since \d+ ms, and nobody was paged/);
  });

  test("a machine that takes a read-only environment for another one", async () => {
    const otherwise = takenFor((run) => ({ ...run, environment: { ...run.environment, readOnly: false } }));
    const breaches = await breachesWith(otherwise, ({ shape }) => shape.readOnly);
    expect(breaches).toMatch(/a digest is given out, and nothing may be approved/);
    expect(breaches).toMatch(/prompt in a read-only environment/);
    expect(breaches).toMatch(/send in a read-only environment/);
  });

  test("a machine that takes a dry run or a drill for a run", async () => {
    const otherwise = takenFor((run) => ({ ...run, mode: "run" as const }));
    const breaches = await breachesWith(otherwise, ({ shape }) => shape.mode !== "run");
    expect(breaches).toMatch(/send in a dry run/);
    expect(breaches).toMatch(/is paged in a dry-run/);
    expect(breaches).toMatch(/is paged in a drill/);
  });

  test("a change that is made although it did not last twice", async () => {
    const perform: Instead["perform"] = async (_, usual) => {
      const body = await usual();
      return body.type === "planned" ? { ...body, rivals: { holder: null, past: [] } } : body;
    };
    expect(await breachesWith({ perform })).toMatch(/was made \d times and did not last/);
  });

  test("a disk that says that it has written and has not", async () => {
    expect(await breachesWith({ forgetful: true })).toMatch(/its intent is not on disk/);
  });

  test("a guard that is not looked at after the change", { timeout: 60_000 }, async () => {
    const perform: Instead["perform"] = async (effect, usual) => {
      const body = await usual();
      if (effect.type !== "check" || body.type !== "checked" || body.check !== GUARD) return body;
      return { ...body, result: { ...body.result, verdict: "pass" } };
    };
    expect(await breachesWith({ perform })).toMatch(/is called proved, and breaks its guard/);
  });

  test("a guard that is left out after a lost answer", async () => {
    // Whoever resumes is told that nothing was done, and does it again on the object as it is by now.
    const perform: Instead["perform"] = async (effect, usual) => {
      const body = await usual();
      return effect.type === "reconcile" && body.type === "reconciled" ? { ...body, found: "not-applied" } : body;
    };
    const { breaches } = await play(sentWith("lost", false), { perform });
    expect(breaches.join("\n")).toMatch(/was made 2 times/);
  });

  test("an answer that came after its budget and counts", async () => {
    const perform: Instead["perform"] = async (effect, usual) => {
      const body = await usual();
      if (effect.type !== "check" || body.type !== "checked") return body;
      return { ...body, result: { ...body.result, verdict: "pass", durationMs: effect.budgetMs + 60_000 } };
    };
    expect(await breachesWith({ perform })).toMatch(/passes by an answer that came/);
  });
});
