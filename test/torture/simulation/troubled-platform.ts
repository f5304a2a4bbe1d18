import type { CheckResult } from "../../../src/core/check/check-result.ts";
import type { PastChange } from "../../../src/core/plan/lease.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import type { Effect, EffectOf } from "../../../src/core/run/effect.ts";
import type { Receipt, RunEventBody } from "../../../src/core/run/event.ts";
import type { SimClock } from "../../drivers/local/simulation/sim-clock.ts";
import { PLAN } from "../../drivers/local/simulation/sim-platform.ts";
import { RepeatedAnswers } from "./repeated-answers.ts";
import { GUARD, TURN } from "./runbook.ts";
import type { AnswerTrouble, Scenario } from "./scenario.ts";
import type { Shape } from "./shape.ts";

/** A request is given up after this; until then it may still arrive. */
const REQUEST_MS = 10_000;
/** How long an intent may be sent. */
const INTENT_MS = 5_000;

interface Thing {
  resourceVersion: number;
  mark: string | null;
  /** Of the fields that the plan reads and writes. */
  identity: number;
  /** A change is in place, and was not taken back. */
  changed: boolean;
}

/** A write that reached its object. */
export interface Landed {
  readonly mark: string;
  readonly proposal: string;
  readonly write: string;
  /** The fields that it was approved for were others by then. */
  readonly moved: boolean;
  /** Something on the way held it until long after it was given up. */
  readonly held: boolean;
}

type Performed = Exclude<Effect, { type: "prompt" }>;

/** What was read before: the time until it is told is the question's, and an intent's lifetime begins when it is told. */
function toldLate(answer: RunEventBody, lateMs: number, nowMs: number): RunEventBody {
  if (answer.type === "intended") return { ...answer, notAfterMs: nowMs + INTENT_MS };
  if (answer.type !== "checked") return answer;
  return { ...answer, result: { ...answer.result, durationMs: answer.result.durationMs + lateMs } };
}

const forever = (): Promise<never> => new Promise(() => undefined);

/** The objects and symptoms of a simulated platform, which answers late, wrongly or never, as the scenario says. It outlives the processes. */
export class TroubledPlatform {
  readonly landed: Landed[] = [];
  onLanded: (landed: Landed) => void = () => undefined;
  /** By proposal: how many writes had reached their objects when its objects were last looked at for it. */
  readonly landedBeforeLook = new Map<string, number>();
  /** "STEP NOTE": what its pager took, and what it refuses for good. */
  readonly acceptedPages = new Set<string>();
  readonly refusedPages = new Set<string>();
  /** How many pages and notes failed so far in a way that passes. */
  pagesInTrouble = 0;
  readonly #clock: SimClock;
  readonly #shape: Shape;
  readonly #troubles: readonly AnswerTrouble[];
  readonly #things = new Map<string, Thing>();
  readonly #asked = new Map<string, number>();
  readonly #kinds = new WeakMap<Effect, AnswerTrouble["kind"] | undefined>();
  readonly #repeated = new RepeatedAnswers();
  /** The changes of which was told that they have completed. */
  readonly completed = new Set<string>();
  #healed = false;
  #turned: boolean;

  constructor(clock: SimClock, { shape, troubles }: Scenario) {
    this.#clock = clock;
    this.#shape = shape;
    this.#troubles = troubles;
    this.#turned = shape.turned;
    shape.mitigations.forEach(({ writes }, mitigation) => {
      for (let write = 1; write <= writes; write += 1)
        this.#things.set(`${mitigation}/${write}`, { resourceVersion: 100, mark: null, identity: 0, changed: false });
    });
  }

  get failing(): boolean {
    const helped = this.#shape.mitigations.some(({ helps }, mitigation) => helps && this.#isMade(mitigation));
    return !this.#healed && !helped;
  }

  /** A change is in place that breaks what it must not break. */
  get broken(): boolean {
    return this.#shape.mitigations.some(({ breaks }, mitigation) => breaks && this.#isMade(mitigation));
  }

  #isMade(mitigation: number): boolean {
    const { writes } = this.#shape.mitigations[mitigation] ?? { writes: 0 };
    return Array.from({ length: writes }, (_, at) => this.#thing(mitigation, String(at + 1)).changed).every(Boolean);
  }

  /** The trouble goes away by itself. */
  heal(): void {
    this.#healed = true;
  }

  /** What the conditions of pages read becomes otherwise. */
  turn(): void {
    this.#turned = !this.#turned;
  }

  /** Somebody edits every object: what the plans rest on, or only what is beside it. */
  edit(relevant: boolean): void {
    for (const thing of this.#things.values()) {
      thing.resourceVersion += 1;
      if (relevant) thing.identity += 1;
    }
  }

  /** What an effect is answered with, by the trouble that is to come with it; told as often, and in the company, that `told` says. */
  async perform(effect: Performed): Promise<RunEventBody> {
    const nth = this.#asked.get(effect.type) ?? 0;
    this.#asked.set(effect.type, nth + 1);
    const trouble = this.#troubles.find((one) => one.effect === effect.type && one.nth === nth);
    this.#kinds.set(effect, trouble?.kind);
    const { kind, lateMs = 0 } = trouble ?? {};
    if (kind === "doubled" || kind === "out of order") return await this.#answer(effect, undefined);
    if (kind !== "early" || effect.type === "send" || effect.type === "page")
      return await this.#answer(effect, trouble);
    const answer = await this.#answer(effect, undefined);
    await this.#clock.sleep(lateMs, new AbortController().signal);
    return toldLate(answer, lateMs, this.#clock.now());
  }

  /** Another process comes. */
  isAskedAnew(): void {
    this.#repeated.forget();
  }

  told(effect: Performed, answer: RunEventBody): readonly RunEventBody[] {
    return this.#repeated.of(effect.type, answer, this.#kinds.get(effect));
  }

  async #answer(effect: Performed, trouble: AnswerTrouble | undefined): Promise<RunEventBody> {
    switch (effect.type) {
      case "check":
        return await this.#check(effect, trouble);
      case "plan":
        return await this.#plan(effect, trouble);
      case "prepare":
        return await this.#prepare(effect, trouble);
      case "send":
        return await this.#send(effect, trouble);
      case "reconcile":
        return await this.#reconcile(effect, trouble);
      case "progress":
        return await this.#progress(effect, trouble);
      case "page":
        return await this.#page(effect, trouble);
      default:
        throw new Error(`the plans of this platform ask for no ${effect.type}`);
    }
  }

  /** The pager knows a page by its key: the same one once more opens no second incident. */
  async #page({ note, step }: EffectOf<"page">, trouble: AnswerTrouble | undefined): Promise<RunEventBody> {
    const lateMs = trouble?.kind === "late" ? trouble.lateMs : 0;
    await this.#clock.sleep(Math.min(REQUEST_MS, this.#shape.latencyMs + lateMs), new AbortController().signal);
    const about = { type: "paged" as const, step, note, message: trouble?.kind ?? "" };
    if (trouble?.kind === "refused") {
      this.refusedPages.add(`${step} ${note}`);
      return { ...about, ok: false };
    }
    const arrives = trouble === undefined || ["late", "lost", "twice"].includes(trouble.kind);
    if (arrives) this.acceptedPages.add(`${step} ${note}`);
    if (arrives && trouble?.kind !== "lost" && lateMs < REQUEST_MS) return { ...about, ok: true };
    this.pagesInTrouble += 1;
    return { ...about, ok: false, again: true };
  }

  async #pass(trouble: AnswerTrouble | undefined): Promise<void> {
    const lateMs = trouble?.kind === "late" ? trouble.lateMs : 0;
    await this.#clock.sleep(this.#shape.latencyMs + lateMs, new AbortController().signal);
  }

  #thing(mitigation: number, write: string): Thing {
    const thing = this.#things.get(`${mitigation}/${write}`);
    if (thing === undefined) throw new Error(`no object ${mitigation}/${write}`);
    return thing;
  }

  async #check({ round, check }: EffectOf<"check">, trouble: AnswerTrouble | undefined): Promise<RunEventBody> {
    const startedAtMs = this.#clock.now();
    const began = this.#clock.monotonic();
    await this.#pass(trouble);
    if (trouble?.kind === "lost" || trouble?.kind === "lost undone") return await forever();
    const passes = this.#passes(check.id);
    const verdict =
      trouble?.kind === "refused" ? "error" : trouble?.kind === "broken" ? "inconclusive" : passes ? "pass" : "fail";
    const result: CheckResult = {
      verdict,
      summary: verdict,
      // Also where it could not be told: nothing may rest on it then.
      observed: check.id === TURN ? { seconds: passes ? 10 : 60 } : {},
      evidence: [],
      flip: null,
      notes: [],
      expected: null,
      vantage: "from here",
      equivalent: "curl",
      error: null,
      startedAtMs,
      durationMs: this.#clock.monotonic() - began,
      windowStartMs: startedAtMs,
      sampledAtMs: this.#clock.now(),
      rule: "1",
    };
    return { type: "checked", round, check: check.id, result };
  }

  #passes(check: string): boolean {
    if (check === GUARD) return !this.broken;
    if (check === TURN) return !this.#turned;
    return check !== "s0" || !this.failing;
  }

  async #plan(effect: EffectOf<"plan">, trouble: AnswerTrouble | undefined): Promise<RunEventBody> {
    const { proposal, stage, recheck, undoes } = effect;
    await this.#pass(trouble);
    if (trouble !== undefined && trouble.kind !== "late" && trouble.kind !== "conflict")
      return { type: "plan-failed", proposal, stage, recheck, reason: "the platform does not say" };
    const mitigation = Number(undoes === null ? effect.args["mitigation"] : undoes.plan.before["mitigation"]);
    const writes = this.#shape.mitigations[mitigation]?.writes ?? 0;
    const ids = Array.from({ length: writes }, (_, at) => String(at + 1));
    this.#looks(proposal);
    const identity = ids.map((id) => this.#thing(mitigation, id).identity).join();
    const [pattern] = PLAN.writes;
    if (pattern === undefined) throw new Error("a plan without a write");
    const plan: Plan = {
      ...PLAN,
      identity: trouble?.kind === "conflict" ? `not ${identity}` : identity,
      writes: ids.map((id) => ({ ...pattern, id })),
      undo: undoes === null ? "puts it back" : null,
      completionSeconds: 60,
      before: { mitigation, undo: undoes !== null },
    };
    const rivals = { holder: null, past: this.#madeBefore(mitigation, effect.action) };
    return { type: "planned", proposal, stage, recheck, plan, ...(rivals.past.length === 0 ? {} : { rivals }) };
  }

  #madeBefore(mitigation: number, action: string): readonly PastChange[] {
    const made = this.#shape.mitigations[mitigation]?.madeBefore ?? 0;
    const atMs = this.#clock.now() - 3_600_000;
    const by = { user: "eve", host: "desk", proposal: `m${mitigation}`, mitigation: `m${mitigation}` };
    return Array.from({ length: made }, (_, at) => ({ ...by, run: `sim-${at}`, action, atMs, ended: "verified" }));
  }

  async #prepare(effect: EffectOf<"prepare">, trouble: AnswerTrouble | undefined): Promise<RunEventBody> {
    const { attempt, plan, proposal, write } = effect;
    await this.#pass(trouble);
    const about = { proposal, write: write.id, attempt };
    const thing = this.#thing(Number(plan.before["mitigation"]), write.id);
    const approved = plan.identity.split(",")[Number(write.id) - 1];
    const unreadable = trouble !== undefined && ["lost", "lost undone", "refused", "broken"].includes(trouble.kind);
    if (unreadable) return { type: "withheld", ...about, reason: "it cannot be read" };
    this.#looks(proposal);
    if (approved !== String(thing.identity)) return { type: "withheld", ...about, reason: "edited" };
    const stale = trouble?.kind === "conflict" ? 1 : 0;
    const resourceVersion = String(thing.resourceVersion - stale);
    return { type: "intended", ...about, resourceVersion, notAfterMs: this.#clock.now() + INTENT_MS, detail: {} };
  }

  async #send(effect: EffectOf<"send">, trouble: AnswerTrouble | undefined): Promise<RunEventBody> {
    const { attempt, proposal, write } = effect;
    const received = (receipt: Receipt): RunEventBody => ({
      type: "received",
      proposal,
      write: write.id,
      attempt,
      receipt,
    });
    if (this.#clock.now() > effect.notAfterMs) return received({ outcome: "not-sent", message: "too late" });
    if (trouble?.kind === "broken") return received({ outcome: "not-sent", message: "no route" });
    const onTheWayMs = this.#shape.latencyMs + Math.min(REQUEST_MS - 1, trouble?.kind === "late" ? trouble.lateMs : 0);
    await this.#clock.sleep(onTheWayMs, new AbortController().signal);
    if (trouble?.kind === "refused") return received({ outcome: "rejected", message: "422" });
    if (trouble?.kind === "held") void this.#landHeld(effect, trouble.lateMs);
    const receipt = trouble?.kind === "lost undone" || trouble?.kind === "held" ? null : this.#land(effect);
    // The answer is the second one's.
    if (trouble?.kind === "twice") return received(this.#land(effect));
    const answered = receipt !== null && trouble?.kind !== "lost" && onTheWayMs < REQUEST_MS - 1;
    if (!answered) await this.#clock.sleep(REQUEST_MS - onTheWayMs, new AbortController().signal);
    return received(answered ? receipt : { outcome: "lost", message: "no answer" });
  }

  /** A gateway has it, and nobody waits for its answer any more. It makes the object another one to whoever planned on it as it was. */
  async #landHeld(effect: EffectOf<"send">, heldMs: number): Promise<void> {
    await this.#clock.sleep(REQUEST_MS + heldMs, new AbortController().signal);
    if (this.#land(effect, true).outcome === "applied")
      this.#thing(Number(effect.plan.before["mitigation"]), effect.write.id).identity += 1;
  }

  #looks(proposal: string): void {
    this.landedBeforeLook.set(proposal, this.landed.length);
  }

  #land({ mark, plan, proposal, resourceVersion, write }: EffectOf<"send">, held = false): Receipt {
    const thing = this.#thing(Number(plan.before["mitigation"]), write.id);
    if (resourceVersion !== String(thing.resourceVersion))
      return { outcome: thing.mark === mark ? "lost" : "conflict", message: "409" };
    thing.resourceVersion += 1;
    thing.mark = mark;
    thing.changed = plan.before["undo"] !== true;
    const moved = plan.identity.split(",")[Number(write.id) - 1] !== String(thing.identity);
    const landed = { mark, proposal, write: write.id, moved, held };
    this.landed.push(landed);
    this.onLanded(landed);
    const atMs = this.#clock.now();
    return { outcome: "applied", atMs, resourceVersion: String(thing.resourceVersion), detail: {} };
  }

  async #reconcile(effect: EffectOf<"reconcile">, trouble: AnswerTrouble | undefined): Promise<RunEventBody> {
    const { attempt, mark, notBeforeMs, plan, proposal, resourceVersion, write } = effect;
    await this.#clock.sleep(Math.max(0, notBeforeMs - this.#clock.now()), new AbortController().signal);
    await this.#pass(trouble);
    const thing = this.#thing(Number(plan.before["mitigation"]), write.id);
    const untouched = resourceVersion === String(thing.resourceVersion);
    const unanswered = trouble !== undefined && trouble.kind !== "late";
    if (!unanswered) this.#looks(proposal);
    const found = unanswered ? "unanswered" : thing.mark === mark ? "applied" : untouched ? "not-applied" : "unknown";
    return { type: "reconciled", proposal, write: write.id, attempt, found, message: "" };
  }

  async #progress({ proposal }: EffectOf<"progress">, trouble: AnswerTrouble | undefined): Promise<RunEventBody> {
    await this.#pass(trouble);
    const failed = trouble?.kind === "refused" || trouble?.kind === "broken" ? "stuck" : null;
    const complete = failed === null && (trouble === undefined || trouble.kind === "late");
    const completedAtMs = complete ? this.#clock.now() : null;
    if (complete) this.completed.add(proposal);
    return { type: "progressed", proposal, progress: { complete, completedAtMs, failed, summary: "" } };
  }
}
