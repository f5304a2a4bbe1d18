import type { World } from "./world.ts";

/** A difference below this is the clock being slewed, not a sleep or a step. */
const NOTABLE_JUMP_MS = 1_000;

/** Stamps events, and notices when the wall clock leaves the monotonic one between two of them. */
export class Stopwatch {
  readonly #world: Pick<World, "now" | "monotonic">;
  #wallMs: number;
  #monotonicMs: number;

  constructor(world: Pick<World, "now" | "monotonic">) {
    this.#world = world;
    this.#wallMs = world.now();
    this.#monotonicMs = world.monotonic();
  }

  /** How far the wall clock went ahead (or, negative, fell back) since the last stamp, milliseconds. */
  jumpedMs(): number {
    const wall = this.#world.now() - this.#wallMs;
    const monotonic = this.#world.monotonic() - this.#monotonicMs;
    return Math.round(wall - monotonic);
  }

  jumped(): boolean {
    return Math.abs(this.jumpedMs()) >= NOTABLE_JUMP_MS;
  }

  /** The time for an event that happens now, milliseconds since the epoch. */
  stamp(): number {
    this.#wallMs = this.#world.now();
    this.#monotonicMs = this.#world.monotonic();
    return this.#wallMs;
  }
}
