import type { Effect } from "../../core/run/effect.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import { expectAnswer, mustFinish } from "./effect-rules.ts";
import type { Perform, World } from "./world.ts";

/** A reconciliation waits in steps of this length, so that it notices when the wall clock was set. */
const WAIT_STEP_MS = 5_000;

/** One effect under way. */
interface Running {
  readonly effect: Effect;
  readonly controller: AbortController;
}

/** What came of an effect; taken with `take`. */
export interface Answer {
  readonly running: Running;
  readonly told: { readonly bodies: readonly RunEventBody[] } | { readonly defect: unknown };
}

/** The effects under way: each performed once, for as long as it is wanted. One is under way until its answer has been taken. */
export class InFlight {
  readonly #world: Pick<World, "now" | "sleep">;
  readonly #perform: Perform;
  readonly #report: (answer: Answer) => void;
  readonly #running = new Map<string, Running>();
  /** Taken since the last update. */
  readonly #taken = new Set<string>();

  constructor(world: Pick<World, "now" | "sleep">, perform: Perform, report: (answer: Answer) => void) {
    this.#world = world;
    this.#perform = perform;
    this.#report = report;
  }

  get size(): number {
    return this.#running.size;
  }

  /** Withdraws what is not wanted any more; says what is wanted and not begun. Throws where an answer did not change what is wanted. */
  update(wanted: readonly Effect[]): readonly Effect[] {
    const ids = new Set(wanted.map((effect) => effect.id));
    const stuck = [...this.#taken].find((id) => ids.has(id));
    // It would neither be performed again nor ever be done: better to stop than to wait for ever.
    if (stuck !== undefined) throw new Error(`the effect ${stuck} was answered, and the run still wants it`);
    this.#taken.clear();
    this.#withdraw((effect) => !ids.has(effect.id));
    return wanted.filter((effect) => !this.#running.has(effect.id));
  }

  /** Withdraws all that can be. */
  withdrawAll(): void {
    this.#withdraw(() => true);
  }

  begin(effect: Effect): void {
    const running = { effect, controller: new AbortController() };
    this.#running.set(effect.id, running);
    this.#run(effect, running.controller.signal).then(
      (bodies) => this.#report({ running, told: { bodies } }),
      (defect: unknown) => this.#report({ running, told: { defect } }),
    );
  }

  /** What the answer says, for the one who will act on it now; [] when the effect was withdrawn meanwhile. Throws the performer's defect. */
  take({ running, told }: Answer): readonly RunEventBody[] {
    const { effect } = running;
    if (this.#running.get(effect.id) !== running) return [];
    this.#running.delete(effect.id);
    // A prompt is asked again for as long as it is wanted, whatever came of the answer.
    if (effect.type !== "prompt") this.#taken.add(effect.id);
    if ("defect" in told) throw told.defect;
    return told.bodies;
  }

  #withdraw(which: (effect: Effect) => boolean): void {
    for (const [id, { effect, controller }] of this.#running) {
      if (mustFinish(effect) || !which(effect)) continue;
      this.#running.delete(id);
      controller.abort();
    }
  }

  async #run(effect: Effect, signal: AbortSignal): Promise<readonly RunEventBody[]> {
    if (effect.type === "reconcile") await this.#until(effect.notBeforeMs, signal);
    // A process that was frozen must not wake and write.
    if (effect.type === "send" && this.#world.now() >= effect.notAfterMs) return [tooLate(effect)];
    const told = await this.#perform(effect, signal);
    const bodies: readonly RunEventBody[] = "type" in told ? [told] : told;
    if (!signal.aborted) expectAnswer(effect, bodies);
    return bodies;
  }

  async #until(atMs: number, signal: AbortSignal): Promise<void> {
    for (let left = atMs - this.#world.now(); left > 0 && !signal.aborted; left = atMs - this.#world.now())
      await this.#world.sleep(Math.min(left, WAIT_STEP_MS), signal);
  }
}

function tooLate(effect: Extract<Effect, { type: "send" }>): RunEventBody {
  const message = "the moment until which it might be sent had passed; the process was suspended, or the disk slow";
  const { proposal, attempt, write } = effect;
  return { type: "received", proposal, write: write.id, attempt, receipt: { outcome: "not-sent", message } };
}
