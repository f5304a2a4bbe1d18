import type { Effect } from "../../core/run/effect.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import { expectAnswer, mustFinish } from "./effect-rules.ts";
import type { Perform, World } from "./world.ts";

/** A reconciliation waits in steps of this length, so that it notices when the wall clock was set. */
const WAIT_STEP_MS = 5_000;

/** What came of an effect. */
export type Answer =
  | { readonly effect: Effect; readonly bodies: readonly RunEventBody[] }
  | { readonly effect: Effect; readonly defect: unknown };

/** The effects under way: each performed once, for as long as it is wanted. */
export class InFlight {
  readonly #world: Pick<World, "now" | "sleep">;
  readonly #perform: Perform;
  readonly #report: (answer: Answer) => void;
  readonly #running = new Map<string, { readonly effect: Effect; readonly controller: AbortController }>();
  /** Answered since the last update. */
  readonly #answered = new Set<string>();

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
    for (const id of this.#answered) if (!ids.has(id)) this.#answered.delete(id);
    this.#withdraw((effect) => !ids.has(effect.id));
    const [stuck] = this.#answered;
    // It would neither be performed again nor ever be done: better to stop than to wait for ever.
    if (stuck !== undefined) throw new Error(`the effect ${stuck} was answered, and the run still wants it`);
    return wanted.filter((effect) => !this.#running.has(effect.id));
  }

  /** Withdraws all that can be. */
  withdrawAll(): void {
    this.#withdraw(() => true);
  }

  begin(effect: Effect): void {
    const controller = new AbortController();
    const entry = { effect, controller };
    this.#running.set(effect.id, entry);
    const answer = (told: Answer): void => {
      // Withdrawn meanwhile: nobody wants to hear it.
      if (this.#running.get(effect.id) !== entry) return;
      this.#running.delete(effect.id);
      this.#answered.add(effect.id);
      this.#report(told);
    };
    this.#run(effect, controller.signal).then(
      (bodies) => answer({ effect, bodies }),
      (defect: unknown) => answer({ effect, defect }),
    );
  }

  /** Its answer was not taken: it may be begun again. */
  again(effect: Effect): void {
    this.#answered.delete(effect.id);
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
