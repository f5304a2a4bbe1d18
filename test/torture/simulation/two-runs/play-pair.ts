import { setMaxListeners } from "node:events";
import { setImmediate } from "node:timers/promises";
import type { Doors } from "../../../../src/clients/doors.ts";
import { performer } from "../../../../src/cli/perform/perform.ts";
import type { RunSurroundings } from "../../../../src/cli/perform/run-surroundings.ts";
import { leaseOn } from "../../../../src/core/plan/lease.ts";
import { epochOf } from "../../../../src/core/run/handover.ts";
import type { Effect, EffectOf } from "../../../../src/core/run/effect.ts";
import type { RunEventBody } from "../../../../src/core/run/event.ts";
import type { RunIdentity } from "../../../../src/core/run/run-identity.ts";
import { createRun } from "../../../../src/drivers/local/create-run.ts";
import { exportRun } from "../../../../src/drivers/local/handover/export-run.ts";
import { readExport } from "../../../../src/drivers/local/handover/read-export.ts";
import { takeOverRun } from "../../../../src/drivers/local/handover/take-over-run.ts";
import { releaseRun } from "../../../../src/drivers/local/held-run.ts";
import { SimClock } from "../../../drivers/local/simulation/sim-clock.ts";
import { PLAN } from "../../../drivers/local/simulation/sim-platform.ts";
import { runOf } from "../runbook.ts";
import { PLAIN } from "../shape.ts";
import { Life, type Living } from "./life.ts";
import { MachineClock } from "./machine-clock.ts";
import type { ClockStep, Pair } from "./pair.ts";
import { SimApi } from "./sim-api.ts";
import { SimTarget } from "./sim-target.ts";

type Performed = Exclude<Effect, { type: "prompt" }>;

export interface PlayedPair {
  readonly breaches: readonly string[];
  readonly story: readonly string[];
  readonly changes: number;
  /** The second run goes on with the first, and told it so. */
  readonly isFenced: boolean;
}

/** What a test puts in the place of the real thing, to see that it is noticed. */
export interface InsteadInPair {
  /** Performs an effect of the run with this number otherwise. */
  readonly perform?: (run: number, effect: Performed, usual: () => Promise<RunEventBody>) => Promise<RunEventBody>;
  /** What a run takes its world for. */
  readonly around?: (run: number) => Partial<RunSurroundings>;
  /** The object takes every write, whatever it was read as. */
  readonly unguarded?: true;
}

const NEVER = new AbortController().signal;
setMaxListeners(0, NEVER);
const OPERATORS = [
  { user: "ada", as: null, host: "laptop" },
  { user: "ben", as: null, host: "desk" },
] as const;
const IDS = ["sim-aaaa", "sim-bbbb"] as const;
const FENCE = leaseOn({ kind: "bigops-run", namespace: "ml", name: IDS[0], uid: "" }).name;
const TARGET = leaseOn(PLAN.target).name;

/** Plays two runs on one target to their ends: the real core, driver, performer and lease client, over a simulated API server. */
export async function playPair(pair: Pair, instead: InsteadInPair = {}): Promise<PlayedPair> {
  // They are loaded when they are first asked for, and time would pass here meanwhile.
  await Promise.all([
    import("../../../../src/clients/kubernetes-lease/fence.ts"),
    import("../../../../src/clients/kubernetes-lease/keep-lease.ts"),
  ]);
  return await new PairPlay(pair, instead).toItsEnd();
}

class PairPlay {
  readonly #pair: Pair;
  readonly #instead: InsteadInPair;
  readonly #clock = new SimClock();
  readonly #api: SimApi;
  readonly #target: SimTarget;
  readonly #lives: readonly [Life, Life];
  readonly #breaches: string[] = [];
  readonly #story: string[] = [];
  /** When each attempt of a write began to be prepared, by the monotonic clock. */
  readonly #prepared = new Map<string, number>();
  #fencedAtMs: number | null = null;
  #exported = false;
  /** The real performer has begun with something, or goes on with it, since time last passed. */
  #mayLoad = false;

  constructor(pair: Pair, instead: InsteadInPair) {
    this.#pair = pair;
    this.#instead = instead;
    this.#api = new SimApi(this.#clock, pair.api);
    if (pair.down !== null) this.#api.down = pair.down;
    this.#clock.settled = () => this.#loaded();
    this.#api.onAnswer = () => (this.#mayLoad = true);
    this.#api.onLease = (name, holder) => {
      this.#tell(`lease ${name === FENCE ? "of the run" : "of the target"} is stored: ${holder || "nobody's"}`);
      if (name === FENCE && holder.endsWith(IDS[1])) this.#fencedAtMs ??= this.#clock.monotonic();
    };
    this.#target = new SimTarget(this.#clock, pair.writes, pair.sends, instead.unguarded === true);
    const life = (run: 0 | 1) =>
      new Life(IDS[run], OPERATORS[run], new MachineClock(this.#clock), (effect, process) =>
        this.#perform(run, effect, process),
      );
    this.#lives = [life(0), life(1)];
  }

  async toItsEnd(): Promise<PlayedPair> {
    let over = false;
    for (const step of this.#pair.clocks) void this.#setClock(step);
    void Promise.all([this.#first(), this.#second()]).then(
      () => (over = true),
      (error: unknown) => {
        this.#breach(`it cannot be played: ${String(error)}`);
        over = true;
      },
    );
    const done = await this.#clock.passUntil(() => {
      for (const life of this.#lives) life.watch();
      return over;
    });
    if (!done) this.#breach("a process waits for nothing");
    for (const { defect, id } of this.#lives)
      if (defect !== null) this.#breach(`run ${id} ends with a defect: ${String(defect)}`);
    this.#judgeChanges();
    const changes = this.#target.landed.length;
    return { breaches: this.#breaches, story: this.#story, changes, isFenced: this.#fencedAtMs !== null };
  }

  async #setClock({ run, atMs, byMs }: ClockStep): Promise<void> {
    const life = this.#lives[run];
    if (life === undefined) return;
    if (atMs > 0) await this.#clock.sleep(atMs, NEVER);
    this.#tell(`the clock of ${life.id} is set by ${byMs} ms`);
    life.clock.aheadMs += byMs;
  }

  /** Modules are loaded where they are needed, one after another: once this one has come, so have those that were asked for before. */
  async #loaded(): Promise<void> {
    if (!this.#mayLoad) return;
    this.#mayLoad = false;
    await import("../../../../src/clients/kubernetes-lease/fence.ts");
    await setImmediate();
  }

  async #first(): Promise<void> {
    const [life] = this.#lives;
    await this.#create(life, 0);
    await life.live(this.#pair.processes[0]);
  }

  async #second(): Promise<void> {
    const [older, life] = this.#lives;
    await this.#clock.sleep(this.#pair.secondAfterMs, NEVER);
    if (this.#pair.kind === "rivals") await this.#create(life, 1);
    else if (!(await this.#handOver(older, life))) return;
    await life.live(this.#pair.processes[1]);
  }

  #identity(run: 0 | 1): RunIdentity {
    const { escalationMinutes, writes } = this.#pair;
    const mitigations = [{ writes, helps: true, breaks: false, madeBefore: 0 }];
    const shape = { ...PLAIN, mitigations, escalation: escalationMinutes };
    return { ...runOf(shape), id: IDS[run], operator: OPERATORS[run] };
  }

  async #create(life: Life, run: 0 | 1): Promise<void> {
    const identity = this.#identity(run);
    const held = await createRun({ world: life.world(), stateDir: "/state", identity, redact: (event) => event });
    if (held !== null) await releaseRun(held);
  }

  /** `runs export` on the one machine, `resume FILE` on the other; false where the run has ended by then. */
  async #handOver(older: Life, newer: Life): Promise<boolean> {
    this.#exported = true;
    this.#tell("the first run is exported, and taken over");
    const by = { user: OPERATORS[0].user, host: OPERATORS[0].host };
    const reached = { environment: null, context: null, namespace: null };
    const note = { by, version: "0.0.0", exportedAtMs: older.clock.now(), reached, sandbox: null };
    const text = await exportRun(older.disk, older.folder, note);
    const { events, header } = readExport(new TextEncoder().encode(text), "run.jsonl");
    if (older.state !== null && older.state.ended !== null) return false;
    const { environment, version } = this.#identity(1);
    const epoch = older.state === null ? 1 : epochOf(older.state);
    const held = await takeOverRun({
      world: newer.world(),
      stateDir: "/state",
      events,
      handedOver: {
        run: { id: newer.id, environment, operator: OPERATORS[1], version },
        from: { epoch, ...by, hash: header.hash },
      },
      redact: (event) => event,
      beside: {},
    });
    if (held !== null) await releaseRun(held);
    return true;
  }

  async #perform(run: 0 | 1, effect: Performed, process: Living): Promise<RunEventBody> {
    const beganMs = this.#clock.monotonic();
    if (effect.type === "prepare") this.#prepared.set(attemptOf(run, effect), beganMs);
    if (effect.type === "send") this.#judgeSend(run, effect, process);
    const usual = (): Promise<RunEventBody> => this.#usually(run, effect, process, beganMs);
    return await (this.#instead.perform?.(run, effect, usual) ?? usual());
  }

  async #usually(run: 0 | 1, effect: Performed, process: Living, beganMs: number): Promise<RunEventBody> {
    switch (effect.type) {
      case "check":
        return await this.#check(run, effect);
      case "plan": {
        await this.#clock.sleep(20, NEVER);
        const { proposal, stage, recheck } = effect;
        return { type: "planned", proposal, stage, recheck, plan: this.#target.plan() };
      }
      default:
        this.#mayLoad = true;
        return await performer(this.#around(run, process, beganMs))(effect, NEVER);
    }
  }

  /** What the real performer of effects has of the world. A dead process reaches nothing of it. */
  #around(run: 0 | 1, process: Living, beganMs: number): RunSurroundings {
    const alive = async <T>(value: T): Promise<T> => (process.dead ? await new Promise<never>(() => undefined) : value);
    const notify = async (target: string, { note }: { readonly note: string }) => {
      await this.#clock.sleep(30, NEVER);
      await alive(null);
      this.#judgePage(run, `${note} ${target}`, beganMs, process);
      return "sent";
    };
    const stored = (name: string): void => {
      if (process.readOnly) this.#breach(`${IDS[run]} stores lease ${name} in an environment that is read-only by now`);
    };
    const doors = {
      kubernetes: () => alive(this.#api.doorOf(run, stored)),
      pager: () => alive({ notify }),
    } as unknown as Doors;
    return {
      doors,
      now: () => this.#lives[run].clock.now(),
      pause: async (ms: number, signal: AbortSignal) => {
        await this.#clock.sleep(ms, signal);
        this.#mayLoad = true;
      },
      state: () => process.state(),
      action: () => this.#target.action,
      place: { namespace: "ml" },
      readOnly: process.readOnly,
      pagesNobody: null,
      unfenced: null,
      wasExported: () => run === 0 && this.#exported,
      goesOnUnfenced: false,
      say: (text: string) => this.#tell(text),
      notice: () => ({ summary: "", severity: "P1", source: "", details: {} }),
      ...this.#instead.around?.(run),
    } as unknown as RunSurroundings;
  }

  async #check(run: 0 | 1, { round, check }: EffectOf<"check">): Promise<RunEventBody> {
    const { clock } = this.#lives[run];
    const startedAtMs = clock.now();
    await this.#clock.sleep(10, NEVER);
    const verdict = this.#target.failing ? "fail" : "pass";
    const told = { summary: verdict, observed: {}, evidence: [], flip: null, notes: [], expected: null };
    const when = { startedAtMs, durationMs: 10, windowStartMs: startedAtMs, sampledAtMs: clock.now() };
    const result = { verdict, ...told, ...when, vantage: "here", equivalent: "", error: null, rule: "1" } as const;
    return { type: "checked", round, check: check.id, result };
  }

  #judgeSend(run: 0 | 1, effect: EffectOf<"send">, process: Living): void {
    this.#tell(`${IDS[run]} sends ${effect.mark}, attempt ${effect.attempt}`);
    if (process.readOnly) this.#breach(`${IDS[run]} sends ${effect.mark} in an environment that is read-only by now`);
    const preparedMs = this.#prepared.get(attemptOf(run, effect)) ?? Infinity;
    this.#judgeOut(run, `write ${effect.mark}`, preparedMs, process);
    const lease = process.state()?.proposals.find(({ id }) => id === effect.proposal)?.lease;
    if (lease?.kind === "held" && this.#api.holderOf(TARGET).endsWith(IDS[run === 0 ? 1 : 0]))
      this.#breach(`${IDS[run]} sends ${effect.mark}, and its lease was taken`);
  }

  #judgePage(run: 0 | 1, page: string, beganMs: number, process: Living): void {
    this.#tell(`${IDS[run]} pages: ${page}`);
    this.#judgeOut(run, `page ${page}`, beganMs, process);
  }

  /** After a handover the older run lets nothing out that it begins from then on; before it the newer one lets nothing out. */
  #judgeOut(run: 0 | 1, what: string, beganMs: number, { readOnly }: Living): void {
    if (this.#pair.kind !== "handover") return;
    if (run === 0 && this.#fencedAtMs !== null && beganMs > this.#fencedAtMs)
      this.#breach(`the older run lets out ${what}, which it began after it was taken over`);
    // Where it may write nothing it cannot tell the older one, which stops no page: both are of one incident.
    if (run === 1 && this.#fencedAtMs === null && !readOnly)
      this.#breach(`the newer run lets out ${what} before the older one is told`);
  }

  /** Whoever asks for it, and whatever goes wrong: it is made once at most; and where nothing goes wrong, it is made. */
  #judgeChanges(): void {
    const { landed } = this.#target;
    const { api, clocks, down, processes, sends, writes } = this.#pair;
    if (landed.length > writes || new Set(landed).size < landed.length)
      this.#breach(`${writes} writes were to be made, and these were: ${landed.join(", ")}`);
    const calm = down === null && api.length + sends.length + clocks.length === 0;
    const willing = processes.every((all) =>
      all.every(
        ({ approvesAfterMs, killedAt, readOnly }) =>
          approvesAfterMs !== null && approvesAfterMs < 60_000 && killedAt === null && !readOnly,
      ),
    );
    if (calm && willing && landed.length !== writes)
      this.#breach(`nothing went wrong, and ${landed.length} writes were made`);
  }

  #tell(line: string): void {
    this.#story.push(`${(this.#clock.monotonic() / 1_000).toFixed(1).padStart(8)} s  ${line}`);
  }

  #breach(what: string): void {
    this.#breaches.push(what);
    this.#tell(`BREACH: ${what}`);
  }
}

function attemptOf(run: number, { attempt, proposal, write }: EffectOf<"prepare" | "send">): string {
  return `${run}:${proposal}:${write.id}:${attempt}`;
}
