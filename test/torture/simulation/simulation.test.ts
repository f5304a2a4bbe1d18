import { describe, expect, test } from "vitest";
import type { Effect } from "../../../src/core/run/effect.ts";
import type { EventOf } from "../../../src/core/run/event.ts";
import * as machine from "../../../src/core/run/machine.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { Random } from "../random.ts";
import type { Typed } from "./at-a-terminal.ts";
import { playShare } from "./play-share.ts";
import { play, type Instead } from "./play.ts";
import { GUARD } from "./runbook.ts";
import { type AnswerTrouble, AT_ONCE, drawScenario, type Scenario } from "./scenario.ts";
import { PLAIN } from "./shape.ts";
import { judged } from "./judged.ts";

const RUNS = 60;

/** What is seldom met is looked for longer. */
const MOST_RUNS = 10 * RUNS;

/** What is said of the runs of the first seeds, or of those of them that are of a kind, until all of it was said that is looked for. */
async function breachesWith(
  instead: Instead,
  lookedFor: readonly RegExp[],
  { which = () => true, most = MOST_RUNS }: { which?: (one: Scenario) => boolean; most?: number } = {},
): Promise<string> {
  let breaches = "";
  const isOver = (): boolean => lookedFor.length > 0 && lookedFor.every((one) => one.test(breaches));
  for (let seed = 1, runs = 0; runs < most && !isOver(); seed += 1) {
    const scenario = drawScenario(new Random(seed));
    if (!which(scenario)) continue;
    runs += 1;
    breaches = [breaches, ...(await play(scenario, instead)).breaches].join("\n");
  }
  return breaches.trim();
}

async function expectNoticed(instead: Instead, what: RegExp): Promise<void> {
  expect(await breachesWith(instead, [what])).toMatch(what);
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
    processes: [{ attendance: "terminal", person, disk: null, stopAfterMs: 3_600_000, operator: "ben", ...AT_ONCE }],
    troubles: [{ effect: "send", nth: 0, kind, lateMs: 0 }],
    outside: [],
  };
}

function troubled(effect: AnswerTrouble["effect"], kind: AnswerTrouble["kind"], nth = 0): AnswerTrouble {
  return { effect, nth, kind, lateMs: 4_000 };
}

/** Somebody is paged after a minute, and the trouble goes away by itself; these of all pages and notes fail in a way that passes. */
function pagedWith(failing: readonly number[]): Scenario {
  return {
    shape: { ...PLAIN, mitigations: [], escalation: [1, 50] },
    processes: [{ attendance: "wait", person: [], disk: null, stopAfterMs: 3_600_000, operator: "ben", ...AT_ONCE }],
    troubles: failing.map((nth) => ({ effect: "page", nth, kind: "broken", lateMs: 0 })),
    outside: [{ atMs: 300_000, does: "heal", ms: 0, typed: "nothing" }],
  };
}

test("a change that arrives twice, and is refused the second time, is known as made", async () => {
  const { breaches, changes, outcome } = await play(sentWith("twice", true));
  expect([breaches, changes, outcome]).toEqual([[], 1, "resolved"]);
});

/** The write arrives while all is looked at again, after it was asked about in vain. */
function heldUntilLookedAgain(): Scenario {
  const scenario = sentWith("held", true);
  const lookingAgain: AnswerTrouble = { effect: "plan", nth: 2, kind: "late", lateMs: 60_000 };
  const held = scenario.troubles.map((trouble) => ({ ...trouble, lateMs: 30_000 }));
  return { ...scenario, troubles: [...held, lookingAgain] };
}

test("a change that arrives after it was asked about is known as made, and not made again", async () => {
  const { breaches, changes, outcome } = await play(heldUntilLookedAgain());
  expect([breaches, changes, outcome]).toEqual([[], 1, "resolved"]);
});

const QUESTIONS = ["check", "plan", "prepare", "reconcile", "progress"] as const;
test.each(
  QUESTIONS.flatMap((effect) => (["early", "doubled", "out of order"] as const).map((kind) => [effect, kind] as const)),
)("answers to %s that come %s change nothing: what is approved is made once, and proved", async (effect, kind) => {
  const { shape, ...scenario } = sentWith("lost", true);
  // Of every question one after another, as far as they go.
  const all = Array.from({ length: 20 }, (_, nth) => troubled(effect, kind, nth));
  const world = { ...scenario, shape: { ...shape, symptoms: 2, passes: 3 }, troubles: [...scenario.troubles, ...all] };
  const { breaches, changes, outcome } = await play(world);
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
  const process = { disk: null, stopAfterMs: 1_200_000, operator: "ben" as const, ...AT_ONCE };
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
  expect(await breachesWith({}, [], { which, most: RUNS / 4 })).toBe("");
});

test("shares of a seed play what the whole plays", { timeout: 60_000 }, async () => {
  const whole = { seed: 7, runs: 40, pairs: 6 };
  const share = (nth: number, of: number) => playShare({ ...whole, nth, of }, () => undefined);
  const [all, ...parts] = await Promise.all([share(0, 1), share(0, 3), share(1, 3), share(2, 3)]);
  for (const key of ["changes", "crashes", "fenced"] as const)
    expect(parts.reduce((sum, part) => sum + part[key], 0)).toBe(all[key]);
  expect(all.changes).toBeGreaterThan(0);
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
    await expectNoticed({ machine: { ...machine, apply } }, /nobody approved its digest/);
  });

  test("a machine that pages at once", async () => {
    const wanted: typeof machine.wanted = (state) =>
      state?.steps[0]?.status === "waiting" && state.session !== null && state.left === null && state.ended === null
        ? [...machine.wanted(state), pageOf(state)]
        : machine.wanted(state);
    await expectNoticed({ machine: { ...machine, wanted } }, /is paged \d+ ms before it is due/);
  });

  test("a machine that forgets a page", async () => {
    const wanted: typeof machine.wanted = (state) => machine.wanted(state).filter(({ type }) => type !== "page");
    await expectNoticed({ machine: { ...machine, wanted } }, /is due since \d+ ms, and nobody was paged/);
  });

  test("a machine that gives a page up after one failure", async () => {
    const apply: typeof machine.apply = (state, event) =>
      machine.apply(state, event.type === "paged" && event.note === "page" ? withoutAgain(event) : event);
    await expectNoticed({ machine: { ...machine, apply } }, /is due since \d+ ms, and nobody was paged/);
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
    await expectNoticed(onCondition("true"), /is paged, and w\.\S+.* was never true/);
  });

  test("a page that is forgotten though its condition is true", async () => {
    await expectNoticed(onCondition("false"), /is due since \d+ ms, and nobody was paged/);
  });

  test("a machine that takes a read-only environment for another one", async () => {
    const otherwise = takenFor((run) => ({ ...run, environment: { ...run.environment, readOnly: false } }));
    const wanted = [
      /a digest is given out, and nothing may be approved/,
      /prompt in a read-only environment/,
      /send in a read-only environment/,
    ];
    const breaches = await breachesWith(otherwise, wanted, { which: ({ shape }) => shape.readOnly });
    for (const what of wanted) expect(breaches).toMatch(what);
  });

  test("a machine that takes a dry run or a drill for a run", async () => {
    const otherwise = takenFor((run) => ({ ...run, mode: "run" as const }));
    const wanted = [/send in a dry run/, /is paged in a dry-run/, /is paged in a drill/];
    const breaches = await breachesWith(otherwise, wanted, { which: ({ shape }) => shape.mode !== "run" });
    for (const what of wanted) expect(breaches).toMatch(what);
  });

  test("a change that is made although it did not last twice", async () => {
    const perform: Instead["perform"] = async (_, usual) => {
      const body = await usual();
      return body.type === "planned" ? { ...body, rivals: { holder: null, past: [] } } : body;
    };
    await expectNoticed({ perform }, /was made \d times and did not last/);
  });

  test("a disk that says that it has written and has not", async () => {
    await expectNoticed({ forgetful: true }, /its intent is not on disk/);
  });

  test("a guard that is not looked at after the change", { timeout: 60_000 }, async () => {
    const perform: Instead["perform"] = async (effect, usual) => {
      const body = await usual();
      if (effect.type !== "check" || body.type !== "checked" || body.check !== GUARD) return body;
      return { ...body, result: { ...body.result, verdict: "pass" } };
    };
    await expectNoticed({ perform }, /is called proved, and breaks its guard/);
  });

  test("a change that is proved by fewer looks than are wanted", async () => {
    const once = takenFor((run) => ({
      ...run,
      runbook: { ...run.runbook, verification: { ...run.runbook.verification, passes: 1 } },
    }));
    const { breaches } = await play({ ...sentWith("late", true), shape: { ...PLAIN, passes: 3 } }, once);
    expect(breaches).toEqual(["m0 is called proved by 1 of 3 looks"]);
  });

  test("a look that counts as often as it is told", async () => {
    // As if each answer were one to a look of its own.
    const apply: typeof machine.apply = (state, event) => {
      const next = machine.apply(state, event);
      const sampled = event.type === "checked" && event.round.startsWith("verify-") && event.result.verdict === "pass";
      if (!sampled || next === null) return next;
      const proposals = next.proposals.map((one) =>
        one.stage.kind === "verifying"
          ? { ...one, stage: { ...one.stage, proof: { ...one.stage.proof, passes: one.stage.proof.passes + 1 } } }
          : one,
      );
      return { ...next, proposals };
    };
    const scenario = { ...sentWith("late", true), shape: { ...PLAIN, passes: 3 } };
    const { breaches } = await play(scenario, { machine: { ...machine, apply } });
    expect(breaches).toEqual(["m0 is called proved by 2 of 3 looks"]);
  });

  test("a change that is taken for complete at the first look", async () => {
    const apply: typeof machine.apply = (state, event) => {
      if (event.type !== "progressed") return machine.apply(state, event);
      const progress = { ...event.progress, complete: true, completedAtMs: event.atMs, failed: null };
      return machine.apply(state, { ...event, progress });
    };
    const scenario = { ...sentWith("late", true), troubles: [troubled("progress", "broken")] };
    const { breaches } = await play(scenario, { machine: { ...machine, apply } });
    expect(breaches[0]).toBe("m0 is taken for complete, and is not");
  });

  test("a change of an object that is not looked at last thing", async () => {
    const edited = { atMs: 1_005, does: "edit" as const, ms: 0, typed: "nothing" as const };
    const scenario = { ...sentWith("late", true), outside: [edited] };
    expect((await play(scenario)).breaches).toEqual([]);
    // Whatever is read is what was approved, by its latest version.
    const perform: Instead["perform"] = async (effect, usual) => {
      const body = await usual();
      if (effect.type === "plan" && effect.stage === "recheck" && effect.shown !== null && body.type === "planned")
        return { ...body, plan: effect.shown };
      if (body.type !== "withheld" || effect.type !== "prepare") return body;
      const { proposal, write, attempt } = body;
      const about = { type: "intended" as const, proposal, write, attempt, detail: {} };
      return { ...about, resourceVersion: "101", notAfterMs: Number.MAX_SAFE_INTEGER };
    };
    const { breaches } = await play(scenario, { perform });
    expect(breaches.join("\n")).toMatch(/was made on another object than was approved/);
  });

  test("an answer that nobody asked for, in the journal", async () => {
    const perform: Instead["perform"] = async (_, usual) => {
      const body = await usual();
      return body.type === "checked" && body.round === "diagnosis-1" ? { ...body, round: "diagnosis-9" } : body;
    };
    const { breaches } = await play(sentWith("late", true), { perform });
    expect(breaches.join("\n")).toMatch(/the journal would be refused/);
  });

  test("a change that is called not made by what was known before it arrived", async () => {
    let asked = 0;
    const perform: Instead["perform"] = async (effect, usual) => {
      if (effect.type !== "reconcile" || (asked += 1) === 1) return await usual();
      const { attempt, proposal, write } = effect;
      return { type: "reconciled", proposal, write: write.id, attempt, found: "not-applied", message: "as before" };
    };
    const { breaches } = await play(heldUntilLookedAgain(), { perform });
    expect(breaches.join("\n")).toMatch(/was made, and the run ends as if it were refused/);
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
    await expectNoticed({ perform }, /passes by an answer that came/);
  });
});
