import { setImmediate } from "node:timers/promises";

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Time that passes when nobody has anything else to do. */
export class SimClock {
  wallMs = Date.UTC(2026, 2, 1, 3, 0, 0);
  monotonicMs = 0;
  readonly #sleepers = new Set<Sleeper>();
  #held = 0;
  /** Waited for before any time passes: what really takes a moment and is no part of the simulation, as the loading of a module. */
  settled: () => Promise<unknown> = async () => undefined;

  now(): number {
    return this.wallMs;
  }

  monotonic(): number {
    return this.monotonicMs;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const sleeper: Sleeper = {
        atMs: this.monotonicMs + ms,
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal.removeEventListener("abort", sleeper.wake);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal.addEventListener("abort", sleeper.wake, { once: true });
    });
  }

  /** The wall clock alone moves: a sleep of the computer, or somebody set it. */
  jump(ms: number): void {
    this.wallMs += ms;
  }

  /** What is waited for really happens, and takes no time here. */
  async during<T>(real: Promise<T>): Promise<T> {
    this.#held += 1;
    try {
      return await real;
    } finally {
      this.#held -= 1;
    }
  }

  /** Lets time pass until `done`; false when nobody waits for it any more. */
  async passUntil(done: () => boolean): Promise<boolean> {
    for (;;) {
      await setImmediate();
      if (done()) return true;
      if (this.#held > 0) continue;
      await this.settled();
      if (done()) return true;
      if (this.#sleepers.size === 0) {
        // What being asked has set going, as a crash that is noticed, comes to wait for something.
        await setImmediate();
        if (this.#sleepers.size === 0 && this.#held === 0) return done();
        continue;
      }
      const atMs = Math.min(...[...this.#sleepers].map((sleeper) => sleeper.atMs));
      const ms = Math.max(0, atMs - this.monotonicMs);
      this.monotonicMs += ms;
      this.wallMs += ms;
      for (const sleeper of this.#sleepers) if (sleeper.atMs <= this.monotonicMs) sleeper.wake();
    }
  }
}
