import type { Effect } from "../../../src/core/run/effect.ts";
import type { RunEventBody } from "../../../src/core/run/event.ts";
import * as machine from "../../../src/core/run/machine.ts";
import type { Operator } from "../../../src/core/run/run-identity.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { createRun } from "../../../src/drivers/local/create-run.ts";
import type { Disk } from "../../../src/drivers/local/disk.ts";
import type { HeldRun } from "../../../src/drivers/local/held-run.ts";
import type { RunEnd } from "../../../src/drivers/local/hold-options.ts";
import { holdRun } from "../../../src/drivers/local/hold-run.ts";
import { openRun } from "../../../src/drivers/local/open-run.ts";
import { JournalError } from "../../../src/drivers/local/journal/journal-error.ts";
import type { World } from "../../../src/drivers/local/world.ts";
import { fold, type Machine } from "../../../src/drivers/machine.ts";
import { SimClock } from "../../drivers/local/simulation/sim-clock.ts";
import { SimDisk } from "../../drivers/local/simulation/sim-disk.ts";
import { SimHolders } from "../../drivers/local/simulation/sim-holders.ts";
import { ADA, FOLDER, JOURNAL } from "../../drivers/local/simulation/simulation.ts";
import { applied, isPassedOn, type Typed } from "./at-a-terminal.ts";
import { factsOf } from "./facts-of.ts";
import { Observer, onDisk } from "./observer.ts";
import { runOf } from "./runbook.ts";
import { AT_ONCE, type DiskTrouble, type Outside, type ProcessPlan, type Scenario } from "./scenario.ts";
import { TroubledPlatform } from "./troubled-platform.ts";

type State = RunState | null;

/** Nothing goes wrong any more, and nobody is there to be asked. */
const LAST: ProcessPlan = {
  attendance: "none",
  person: [],
  disk: null,
  stopAfterMs: 6 * 3_600_000,
  operator: "ada",
  ...AT_ONCE,
};
const OPERATORS = { ada: ADA, ben: { user: "ben", as: null, host: "desk" } };

export interface Played {
  readonly breaches: readonly string[];
  readonly story: readonly string[];
  readonly outcome: string;
  /** What was found and done, without times and names that a crash moves. */
  readonly facts: string;
  readonly crashes: number;
  readonly changes: number;
}

/** What a test puts in the place of the real thing, to see that it is noticed. */
export interface Instead {
  readonly machine?: Machine<State>;
  /** Performs an effect otherwise; `usual` is what the platform does. */
  readonly perform?: (effect: Effect, usual: () => Promise<RunEventBody>) => Promise<RunEventBody>;
  /** The disk syncs nothing, and says that it did. */
  readonly forgetful?: true;
}

/** Plays a scenario to its end: its processes one after another, then one without trouble. */
export async function play(scenario: Scenario, instead: Instead = {}): Promise<Played> {
  const played = new Play(scenario, instead);
  // What the trial itself cannot go on from is a finding like any other: with its story, and its seed.
  return await played.toItsEnd().catch((error: unknown) => played.endsBy(error));
}

class Play {
  readonly #scenario: Scenario;
  readonly #instead: Instead;
  readonly #clock = new SimClock();
  readonly #platform: TroubledPlatform;
  readonly #observer: Observer;
  readonly #holders = new SimHolders();
  #disk = new SimDisk();
  #sessions = 0;
  #crashes = 0;
  #seen: State = null;
  /** A power failure tore the middle out of what was not synced; the journal may be refused then, though never misread. */
  #reordered = false;
  #refusedByDamage = false;

  constructor(scenario: Scenario, instead: Instead) {
    this.#scenario = scenario;
    this.#instead = instead;
    this.#platform = new TroubledPlatform(this.#clock, scenario);
    this.#observer = new Observer(this.#clock, this.#platform, scenario.shape);
    this.#platform.onLanded = (landed) => this.#observer.lands(landed);
  }

  async toItsEnd(): Promise<Played> {
    for (const outside of this.#scenario.outside) void this.#later(outside);
    let end: RunEnd<State> | null = null;
    for (const plan of [...this.#scenario.processes, LAST]) {
      end = await this.#process(plan);
      if (this.#refusedByDamage) return this.#played("damaged", null);
      if (end?.why === "defect") this.#observer.failed(`a process ends with a defect: ${String(end.defect)}`);
      if (this.#observer.breaches.length > 0) break;
      await this.#untilNext(plan);
    }
    if (end?.why === "interrupted" && this.#observer.breaches.length === 0)
      this.#observer.failed("the run comes to no end, and does not rest");
    if (end !== null) this.#observer.closes(this.#disk, end.state);
    return this.#played(end?.state?.ended?.outcome ?? end?.why ?? "nothing", end?.state ?? null);
  }

  endsBy(error: unknown): Played {
    this.#observer.failed(`it cannot be played on: ${String(error)}`);
    return this.#played("nothing", null);
  }

  #played(outcome: string, state: State): Played {
    const { breaches, story } = this.#observer;
    const facts = factsOf(state, this.#platform.landed);
    return { breaches, story, outcome, facts, crashes: this.#crashes, changes: this.#platform.landed.length };
  }

  /** One process, until it leaves; null when it crashed. */
  async #process(plan: ProcessPlan): Promise<RunEnd<State> | null> {
    const disk = this.#disk;
    disk.fate = fateOf(plan.disk);
    this.#observer.tell(`a process comes (${plan.attendance})`);
    this.#platform.isAskedAnew();
    let ended: { readonly end: RunEnd<State> | null } | null = null;
    let defect: unknown = null;
    this.#hold(plan, disk).then(
      (end) => (ended = { end }),
      (error: unknown) => {
        defect = error;
        ended = { end: null };
      },
    );
    const over = await this.#clock.passUntil(() => ended !== null || disk.crashed);
    if (disk.crashed) return this.#crash(plan.disk);
    if (!over) this.#observer.failed("a process waits for nothing");
    if (defect instanceof JournalError && defect.code === "damaged" && this.#reordered) {
      this.#observer.tell(`the journal is refused: ${defect.message}`);
      this.#refusedByDamage = true;
    } else if (defect !== null && plan.disk === null)
      this.#observer.failed(`a process cannot begin: ${String(defect)}`);
    const left = (ended as { readonly end: RunEnd<State> | null } | null)?.end ?? null;
    this.#observer.tell(`the process leaves: ${left?.why ?? "at once"}`);
    this.#holders.kill(disk);
    this.#restart(null);
    return left;
  }

  /** Nobody holds the run. */
  async #untilNext({ nextAfterMs, clockSetMs }: ProcessPlan): Promise<void> {
    let isOver = nextAfterMs === 0;
    void this.#clock.sleep(nextAfterMs, new AbortController().signal).then(() => (isOver = true));
    await this.#clock.passUntil(() => isOver);
    if (clockSetMs !== 0) this.#setClock(clockSetMs);
  }

  #setClock(byMs: number): void {
    this.#observer.tell(`the clock is set by ${byMs} ms`);
    this.#observer.jumped();
    this.#clock.jump(byMs);
  }

  #crash(trouble: DiskTrouble | null): null {
    const keptBytes = trouble !== null && "keptBytes" in trouble ? trouble.keptBytes : null;
    const reordered = trouble !== null && "reordered" in trouble && trouble.reordered;
    if (keptBytes !== null && reordered) this.#reordered = true;
    this.#crashes += 1;
    this.#observer.tell(
      keptBytes === null
        ? "the process is killed"
        : `the power fails; ${keptBytes} bytes more are kept${reordered ? ", the later half of them" : ""}`,
    );
    this.#holders.kill(this.#disk);
    this.#restart(keptBytes === null ? null : { extraBytes: keptBytes, reordered });
    return null;
  }

  #restart(power: { readonly extraBytes: number; readonly reordered: boolean } | null): void {
    this.#disk = this.#disk.restart(power);
    if (this.#reordered && !isReadable(this.#disk)) return;
    if (onDisk(this.#disk, false).length > 0) return;
    // Nothing was begun: the same command begins it again.
    if (this.#platform.landed.length > 0) this.#observer.failed("a change was made, and the run is lost");
    this.#disk.folders.delete(FOLDER);
    this.#disk.files.delete(JOURNAL);
  }

  async #hold(plan: ProcessPlan, disk: SimDisk): Promise<RunEnd<State> | null> {
    const world = this.#world(this.#instead.forgetful === true ? forgetful(disk) : disk);
    const run = await this.#take(world, disk);
    if (run === null) return null;
    const { machine: broken, perform: otherwise } = this.#instead;
    const stop = new AbortController();
    void this.#clock.sleep(plan.stopAfterMs, new AbortController().signal).then(() => stop.abort());
    let answers = plan.person;
    this.#seen = null;
    return await holdRun<State>({
      world,
      machine: broken ?? machine,
      run,
      attendance: plan.attendance,
      redact: (event) => event,
      stop: stop.signal,
      perform: async (effect) => {
        this.#observer.begins(effect, disk);
        if (effect.type === "prompt") {
          const [answer, ...later] = answers;
          answers = later;
          return await this.#answer(answer, OPERATORS[plan.operator]);
        }
        const usual = async (): Promise<RunEventBody> => await this.#platform.perform(effect);
        const answer = await (otherwise === undefined ? usual() : otherwise(effect, usual));
        // What a process asked that is gone is told to nobody.
        return disk === this.#disk ? this.#platform.told(effect, answer) : answer;
      },
      onEvent: (event, state) => {
        this.#seen = state;
        if (state !== null) this.#observer.happened(event, state, state.run.timeoutMs);
        if (state !== null && plan.disk === null) this.#observer.awaitsPages(state);
      },
    });
  }

  async #take(world: World, disk: SimDisk): Promise<HeldRun | null> {
    if (!disk.files.has(JOURNAL)) {
      const identity = runOf(this.#scenario.shape);
      return await createRun({ world, stateDir: "/state", identity, redact: (event) => event });
    }
    const run = await openRun(world, FOLDER);
    return run === "held" ? null : run;
  }

  #world(disk: Disk): World {
    return {
      now: () => this.#clock.now(),
      monotonic: () => this.#clock.monotonic(),
      sleep: (ms, signal) => this.#clock.sleep(ms, signal),
      sessionId: () => `session-${++this.#sessions}`,
      disk,
      holder: this.#holders.doorOf(disk),
    };
  }

  /** What the person at the prompt says. */
  async #answer(answer: ProcessPlan["person"][number] | undefined, by: Operator): Promise<RunEventBody> {
    if (answer === undefined || answer.says === "nothing") return await new Promise<never>(() => undefined);
    await this.#clock.sleep(answer.afterMs, new AbortController().signal);
    const state = this.#seen;
    const offered = state?.proposals.find(({ stage }) => stage.kind === "offered");
    this.#observer.tell(`the person says: ${answer.says}`);
    switch (answer.says) {
      case "approve":
        if (state === null || offered === undefined) return { type: "approved", digest: "", by };
        if (this.#isTyped(answer.typed)) this.#observer.approves(offered.digest ?? "", state);
        if (!this.#scenario.shape.isProtected) return { type: "approved", digest: offered.digest ?? "", by };
        return await this.#clock.during(applied(state, answer.typed, by));
      case "another digest":
        return { type: "approved", digest: "f".repeat(64), by };
      case "decline":
        return { type: "declined", proposal: offered?.id ?? "", by };
      case "escalate":
        this.#observer.requestsPage();
        return { type: "escalated", by };
      case "quit":
        return { type: "left", reason: "quit" };
    }
  }

  /** What was typed is what the environment wants. */
  #isTyped(typed: Typed): boolean {
    return !this.#scenario.shape.isProtected || typed === "its name";
  }

  async #later({ atMs, does, ms, typed }: Outside): Promise<void> {
    await this.#clock.sleep(atMs, new AbortController().signal);
    if (does !== "jump") this.#observer.tell(`outside: ${does}`);
    if (does === "jump") this.#setClock(ms);
    else if (does === "heal") this.#platform.heal();
    else if (does === "turn") this.#platform.turn();
    else if (does === "edit" || does === "edit beside") this.#platform.edit(does === "edit");
    else await this.#fromAnotherTerminal(does, typed);
  }

  async #fromAnotherTerminal(does: Outside["does"], typed: Typed): Promise<void> {
    const door = this.#holders.doorOf({});
    const answer = await door.send(FOLDER, { op: "snapshot" });
    if (answer === null || !("events" in answer)) return;
    const state = fold(machine, answer.events);
    if (state === null) return;
    const offered = state.proposals.find(({ stage }) => stage.kind === "offered");
    const digest = does === "approve an old one" ? state.proposals[0]?.digest : offered?.digest;
    const applied = state.proposals.find(({ appliedAtMs }) => appliedAtMs !== null);
    switch (does) {
      case "acknowledge": {
        this.#observer.acknowledges();
        const said = await door.send(FOLDER, { op: "event", event: { type: "acknowledged", by: ADA } });
        // Recorded, and from then on nobody may be paged; a run that has ended takes none.
        if (said?.ok === true) this.#observer.acknowledged();
        return;
      }
      case "escalate":
        this.#observer.requestsPage();
        return void (await door.send(FOLDER, { op: "event", event: { type: "escalated", by: ADA } }));
      case "undo":
        if (applied === undefined) return;
        return void (await door.send(FOLDER, {
          op: "event",
          event: { type: "undo-requested", proposal: applied.id, by: ADA },
        }));
      default:
        if (digest == null || !(await this.#clock.during(isPassedOn(state, typed)))) return;
        for (let times = does === "approve twice" ? 2 : 1; times > 0; times -= 1) {
          if (this.#isTyped(typed)) this.#observer.approves(digest, state);
          await door.send(FOLDER, { op: "event", event: { type: "approved", digest, by: ADA } });
        }
    }
  }
}

function isReadable(disk: SimDisk): boolean {
  try {
    onDisk(disk, false);
    return true;
  } catch {
    return false;
  }
}

function forgetful(disk: SimDisk): Disk {
  return {
    makeFolder: (path) => disk.makeFolder(path),
    makeNewFolder: (path) => disk.makeNewFolder(path),
    read: (path) => disk.read(path),
    list: (path) => disk.list(path),
    openAppend: async (path) => ({ ...(await disk.openAppend(path)), sync: async () => undefined }),
    syncFolder: (path) => disk.syncFolder(path),
    rewrite: (path) => disk.rewrite(path),
    removeFolder: (path) => disk.removeFolder(path),
  };
}

function fateOf(trouble: DiskTrouble | null): SimDisk["fate"] {
  if (trouble === null) return () => "done";
  const until = "operations" in trouble ? trouble.operation + trouble.operations : trouble.operation + 1;
  return (operation) => (operation >= trouble.operation && operation < until ? trouble.kind : "done");
}
