import type { World } from "./world.ts";

/** It looks at the wall clock at least this often: deadlines are wall-clock time, and a sleeping computer's timers stand still. */
const LOOK_MS = 10_000;
/** A deadline that is over and still there is not rung for more often than this. */
const REPEAT_MS = 1_000;

/** The driver's one timer: rings for the earliest deadline, and to look whether the clock was set. */
export class Alarm {
  readonly #world: Pick<World, "now" | "sleep">;
  readonly #ring: () => void;
  #waiting = new AbortController();
  #servedAtMs = -Infinity;

  constructor(world: Pick<World, "now" | "sleep">, ring: () => void) {
    this.#world = world;
    this.#ring = ring;
  }

  /** Replaces what it was waiting for. */
  arm(deadlines: readonly { readonly atMs: number }[]): void {
    this.disarm();
    const now = this.#world.now();
    // Set back: what was served lies ahead by now.
    if (now < this.#servedAtMs) this.#servedAtMs = -Infinity;
    const earliest = Math.min(...deadlines.map(({ atMs }) => atMs));
    const again = earliest <= this.#servedAtMs ? this.#servedAtMs + REPEAT_MS - now : 0;
    void this.#wait(Math.min(LOOK_MS, Math.max(0, again, earliest - now)), this.#waiting.signal);
  }

  disarm(): void {
    this.#waiting.abort();
    this.#waiting = new AbortController();
  }

  /** Whether one of them is over; notes that it is being answered. */
  serve(deadlines: readonly { readonly atMs: number }[]): boolean {
    const now = this.#world.now();
    const due = deadlines.some(({ atMs }) => atMs <= now);
    if (due) this.#servedAtMs = now;
    return due;
  }

  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    await this.#world.sleep(ms, signal);
    if (!signal.aborted) this.#ring();
  }
}
