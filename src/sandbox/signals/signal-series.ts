import { trafficOf } from "../traffic.ts";
import type { Counter } from "../prometheus/counters.ts";
import type { Simulation } from "../world/simulation.ts";
import { SECOND_MS } from "../world/time.ts";
import type { Family } from "./family.ts";
import type { Moment } from "./moment.ts";

interface Computed {
  readonly family: Family;
  readonly series: readonly Counter[];
  readonly sums: number[];
  next: number;
}

/** The families' series, second by second as far as somebody asked; a family that nobody asks for costs nothing. */
export class SignalSeries {
  readonly #simulation: Simulation;
  readonly #beginSecond: number;
  readonly #traffic: (atMs: number) => number;
  readonly #computed: readonly Computed[];
  readonly #moments: Moment[] = [];
  #state = 0;

  constructor(simulation: Simulation, beginSecond: number, families: readonly Family[]) {
    this.#simulation = simulation;
    this.#beginSecond = beginSecond;
    this.#traffic = trafficOf(simulation.world.seed, simulation.world.startedAtMs);
    this.#computed = families.map((family) => ({
      family,
      series: family.labels.map((labels) => ({ labels, first: 0, values: [] })),
      sums: family.labels.map((_, index) => 1_000 + index * 17),
      next: 0,
    }));
  }

  /** The series of the families that have a metric of this name (null: of all), up to and including the second that `toMs` is in. */
  upTo(toMs: number, metric: string | null): readonly Counter[] {
    const last = Math.floor(toMs / SECOND_MS) - this.#beginSecond;
    return this.#computed
      .filter(({ family }) => metric === null || family.labels.some((labels) => labels["__name__"] === metric))
      .flatMap((computed) => {
        for (; computed.next <= last; computed.next += 1) this.#step(computed);
        return computed.series;
      });
  }

  #step({ family, series, sums, next }: Computed): void {
    const moment = (this.#moments[next] ??= this.#moment(next));
    family.at(moment).forEach((value, index) => {
      const sum = family.kind === "counter" ? (sums[index] ?? 0) + value : value;
      sums[index] = sum;
      series[index]?.values.push(sum);
    });
  }

  /** Moments are asked for in their order: each family begins with the first. */
  #moment(index: number): Moment {
    const second = this.#beginSecond + index;
    const atMs = second * SECOND_MS;
    const { states } = this.#simulation.platform;
    while ((states[this.#state + 1]?.atMs ?? Number.POSITIVE_INFINITY) < atMs) this.#state += 1;
    const conditions = this.#simulation.conditionsAt(atMs);
    return {
      atMs,
      second,
      startedAtMs: this.#simulation.world.startedAtMs,
      seed: this.#simulation.world.seed,
      lookups: this.#traffic(atMs) * conditions.traffic,
      conditions,
      state: states[this.#state],
    };
  }
}
