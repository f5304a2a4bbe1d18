import { setMaxListeners } from "node:events";
import type { Effect } from "../../../../src/core/run/effect.ts";
import type { RunEventBody } from "../../../../src/core/run/event.ts";
import * as machine from "../../../../src/core/run/machine.ts";
import type { Operator } from "../../../../src/core/run/run-identity.ts";
import type { RunState } from "../../../../src/core/run/state.ts";
import { holdRun } from "../../../../src/drivers/local/hold-run.ts";
import { openRun } from "../../../../src/drivers/local/open-run.ts";
import { runFolder } from "../../../../src/drivers/local/run-folder.ts";
import type { World } from "../../../../src/drivers/local/world.ts";
import { SimDisk } from "../../../drivers/local/simulation/sim-disk.ts";
import { SimHolders } from "../../../drivers/local/simulation/sim-holders.ts";
import type { MachineClock } from "./machine-clock.ts";
import type { PairProcess } from "./pair.ts";

const NEVER = new AbortController().signal;
setMaxListeners(0, NEVER);
/** Ctrl-C after so long. */
const STOP_MS = 12 * 60_000;
/** Who is asked more often than this while nothing can be reached waits for better times. */
const MOST_APPROVALS = 10;
/** Nothing goes wrong any more, and nobody is there to be asked. */
const LAST: PairProcess = { approvesAfterMs: null, killedAt: null, readOnly: false, nextAfterMs: 0 };

/** A process of a run: dead once its disk is gone, and from then on it does nothing more. */
export interface Living {
  readonly dead: boolean;
  /** Its environment is read-only for it. */
  readonly readOnly: boolean;
  state(): RunState | null;
}

type Performer = (effect: Exclude<Effect, { type: "prompt" }>, process: Living) => Promise<RunEventBody>;

/** One run on a machine of its own, over all its processes. */
export class Life {
  readonly id: string;
  readonly folder: string;
  disk = new SimDisk();
  state: RunState | null = null;
  defect: unknown = null;
  readonly clock: MachineClock;
  readonly #by: Operator;
  readonly #perform: Performer;
  readonly #holders = new SimHolders();
  #sessions = 0;
  #noticeCrash: (() => void) | null = null;

  constructor(id: string, by: Operator, clock: MachineClock, perform: Performer) {
    this.id = id;
    this.folder = runFolder("/state", id);
    this.clock = clock;
    this.#by = by;
    this.#perform = perform;
  }

  world(disk = this.disk): World {
    return {
      now: () => this.clock.now(),
      monotonic: () => this.clock.monotonic(),
      sleep: (ms, signal) => this.clock.sleep(ms, signal),
      sessionId: () => `${this.id}-${++this.#sessions}`,
      disk,
      holder: this.#holders.doorOf(disk),
    };
  }

  /** To be asked whenever time is about to pass. */
  watch(): void {
    if (this.disk.crashed) this.#noticeCrash?.();
  }

  /** Its processes, one after another, on the run that is there. */
  async live(processes: readonly PairProcess[]): Promise<void> {
    for (const process of [...processes, LAST]) {
      await this.#process(process, process === LAST);
      await this.clock.sleep(process.nextAfterMs, NEVER);
    }
  }

  async #process({ approvesAfterMs, killedAt, readOnly }: PairProcess, isLast: boolean): Promise<void> {
    const { disk } = this;
    const begunAt = disk.operations;
    disk.fate = (operation) => (killedAt !== null && operation - begunAt >= killedAt ? "crash" : "done");
    const crashed = new Promise<"crashed">((resolve) => (this.#noticeCrash = () => resolve("crashed")));
    const end = await Promise.race([this.#hold(disk, { approvesAfterMs, readOnly }, isLast), crashed]);
    this.#noticeCrash = null;
    if (end !== "crashed" && end?.why === "defect") this.defect ??= end.defect;
    this.#holders.kill(disk);
    this.disk = disk.restart(null);
  }

  async #hold(
    disk: SimDisk,
    { approvesAfterMs, readOnly }: Pick<PairProcess, "approvesAfterMs" | "readOnly">,
    isLast: boolean,
  ): ReturnType<typeof holdRun<RunState | null>> {
    const world = this.world(disk);
    const run = await openRun(world, this.folder);
    if (run === "held") throw new Error(`run ${this.id} is held`);
    const stop = new AbortController();
    void this.clock.sleep(STOP_MS, NEVER).then(() => stop.abort());
    let state: RunState | null = null;
    let approvals = 0;
    const process: Living = {
      readOnly,
      get dead() {
        return disk.crashed;
      },
      state: () => state,
    };
    return await holdRun<RunState | null>({
      world,
      machine,
      run,
      attendance: isLast ? "none" : "terminal",
      redact: (event) => event,
      stop: stop.signal,
      perform: async (effect) => {
        if (effect.type !== "prompt") return await this.#perform(effect, process);
        if (approvesAfterMs === null || (approvals += 1) > MOST_APPROVALS)
          return await new Promise<never>(() => undefined);
        await this.clock.sleep(approvesAfterMs, NEVER);
        const digest = state?.proposals.find(({ stage }) => stage.kind === "offered")?.digest ?? "";
        return { type: "approved", digest, by: this.#by };
      },
      onEvent: (_, next) => {
        state = next;
        this.state = next;
      },
    });
  }
}
