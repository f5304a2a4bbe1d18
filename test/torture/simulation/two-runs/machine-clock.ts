import type { SimClock } from "../../../drivers/local/simulation/sim-clock.ts";

/** The clock of one machine: time passes there as everywhere, and what time it is may be another. */
export class MachineClock {
  aheadMs = 0;
  readonly #clock: SimClock;

  constructor(clock: SimClock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now() + this.aheadMs;
  }

  monotonic(): number {
    return this.#clock.monotonic();
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    await this.#clock.sleep(ms, signal);
  }
}
