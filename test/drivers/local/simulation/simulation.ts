import type { Effect } from "../../../../src/core/run/effect.ts";
import type { Attendance, RunEvent, RunEventBody } from "../../../../src/core/run/event.ts";
import * as machine from "../../../../src/core/run/machine.ts";
import type { RunState } from "../../../../src/core/run/state.ts";
import { createRun } from "../../../../src/drivers/local/create-run.ts";
import type { HeldRun } from "../../../../src/drivers/local/held-run.ts";
import type { HoldOptions, Notice, RunEnd } from "../../../../src/drivers/local/hold-options.ts";
import { holdRun } from "../../../../src/drivers/local/hold-run.ts";
import { openRun } from "../../../../src/drivers/local/open-run.ts";
import type { Perform, World } from "../../../../src/drivers/local/world.ts";
import { RUN } from "./a-run.ts";
import { SimClock } from "./sim-clock.ts";
import { SimDisk } from "./sim-disk.ts";
import { SimHolders } from "./sim-holders.ts";
import { SimPlatform } from "./sim-platform.ts";

export const FOLDER = "/state/runs/fsd-7k2m";
export const JOURNAL = `${FOLDER}/journal.jsonl`;
export const ADA = { user: "ada", as: null, host: "laptop" };

type End = RunEnd<RunState | null>;

/** What the person at the prompt answers; null: never. */
export type Person = (state: RunState, signal: AbortSignal) => RunEventBody | null;

const approves: Person = (state) => {
  const digest = state.proposals.find((proposal) => proposal.stage.kind === "offered")?.digest ?? "";
  return { type: "approved", digest, by: ADA };
};

export interface HoldArguments {
  readonly attendance?: Attendance;
  readonly person?: Person;
  readonly first?: readonly RunEventBody[];
  readonly stop?: AbortSignal;
  readonly perform?: (effect: Effect, signal: AbortSignal, usual: Perform) => ReturnType<Perform>;
  readonly onEvent?: (event: RunEvent, state: RunState) => void;
}

/** A platform, a clock and a disk, and processes that come and go. */
export class Simulation {
  readonly clock = new SimClock();
  readonly platform = new SimPlatform(this.clock);
  readonly holders = new SimHolders();
  readonly notices: Notice[] = [];
  disk = new SimDisk();
  #sessions = 0;

  world(): World {
    const { clock, disk } = this;
    return {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      sleep: (ms, signal) => clock.sleep(ms, signal),
      sessionId: () => `session-${++this.#sessions}`,
      disk,
      holder: this.holders.doorOf(disk),
    };
  }

  /** Ctrl-C after so long. */
  stopAfter(ms: number): AbortSignal {
    const stop = new AbortController();
    void this.clock.sleep(ms, new AbortController().signal).then(() => stop.abort());
    return stop.signal;
  }

  async create(world: World): Promise<HeldRun> {
    const run = await createRun({ world, stateDir: "/state", identity: RUN, redact: (event) => event });
    if (run === null) throw new Error("there is a run of that id");
    return run;
  }

  /** Begins the run and holds it to its end. */
  async start(options: HoldArguments = {}): Promise<End | "crashed"> {
    const world = this.world();
    return await this.toItsEnd(async () => await this.hold(world, await this.create(world), options));
  }

  /** Opens the run in a process of its own and holds it. */
  async resume(options: HoldArguments = {}): Promise<End | "crashed"> {
    const world = this.world();
    return await this.toItsEnd(async () => {
      const run = await openRun(world, FOLDER);
      if (run === "held") throw new Error("the run is held");
      return await this.hold(world, run, options);
    });
  }

  async hold(world: World, run: HeldRun, options: HoldArguments): Promise<End> {
    let state: RunState | null = null;
    const usual: Perform = async (effect, signal) => {
      if (effect.type !== "prompt") return await this.platform.perform(effect);
      const answer = state === null ? null : (options.person ?? approves)(state, signal);
      return answer ?? (await new Promise<never>(() => undefined));
    };
    const hold: HoldOptions<RunState | null> = {
      world,
      machine,
      run,
      attendance: options.attendance ?? "terminal",
      redact: (event) => event,
      perform: (effect, signal) => options.perform?.(effect, signal, usual) ?? usual(effect, signal),
      onEvent: (event, next) => {
        state = next;
        if (next !== null) options.onEvent?.(event, next);
      },
      onNotice: (notice) => this.notices.push(notice),
      ...(options.first === undefined ? {} : { first: options.first }),
      ...(options.stop === undefined ? {} : { stop: options.stop }),
    };
    return await holdRun(hold);
  }

  /** Lets time pass until the process is through, or its disk says that it is gone. */
  async toItsEnd<T>(process: () => Promise<T>): Promise<T | "crashed"> {
    const { disk } = this;
    let outcome: { readonly value: T } | { readonly error: unknown } | null = null;
    process().then(
      (value) => (outcome = { value }),
      (error: unknown) => (outcome = { error }),
    );
    const over = await this.clock.passUntil(() => outcome !== null || disk.crashed);
    if (disk.crashed) return "crashed";
    if (!over || outcome === null) throw new Error("the process waits for nothing");
    const ended = outcome as { readonly value: T } | { readonly error: unknown };
    if ("error" in ended) throw ended.error;
    return ended.value;
  }

  /** Another process finds the disk as a crash left it; `power`: with only what was synced, and some bytes more. */
  restart(power: { readonly extraBytes: number } | null): void {
    this.holders.kill(this.disk);
    this.disk = this.disk.restart(power);
  }
}
