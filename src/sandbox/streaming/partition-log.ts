import { drawAt, hash32 } from "../random.ts";
import { DAY_MS, SECOND_MS } from "../world/time.ts";

/** How many days of records a partition had before anybody looked. */
const PAST_DAYS = 20;

/**
 * What is written to one partition, as a function of time: a count for each second, straight lines between them. It depends on the seed and the fault alone,
 * so that it can be asked about any time in any order. Times in ms; before `beginMs` records came at the usual rate.
 */
export class PartitionLog {
  readonly #beginMs: number;
  readonly #perSecond: number;
  readonly #factor: (atMs: number) => number;
  readonly #salt: number;
  /** The offset after the last record, at the beginning of each second since `beginMs`. */
  readonly #ends: number[];

  constructor(options: {
    readonly name: string;
    readonly seed: number;
    readonly beginMs: number;
    readonly perSecond: number;
    readonly factor: (atMs: number) => number;
  }) {
    this.#beginMs = options.beginMs;
    this.#perSecond = options.perSecond;
    this.#factor = options.factor;
    this.#salt = hash32(`${options.seed}/log/${options.name}`);
    const days = PAST_DAYS * (0.8 + 0.4 * drawAt(this.#salt, -1));
    this.#ends = [Math.round((options.perSecond * days * DAY_MS) / SECOND_MS)];
  }

  /** How many records there were at a time, with the part of the next one that is due. */
  writtenAt(atMs: number): number {
    const seconds = (atMs - this.#beginMs) / SECOND_MS;
    if (seconds <= 0) return Math.max(0, this.#end(0) + seconds * this.#perSecond);
    const whole = Math.floor(seconds);
    const from = this.#end(whole);
    return from + (seconds - whole) * (this.#end(whole + 1) - from);
  }

  highWatermark(atMs: number): number {
    return Math.floor(this.writtenAt(atMs));
  }

  /** When the record at an offset was written, whole ms. */
  timestampOf(offset: number): number {
    const count = offset + 1;
    if (count <= this.#end(0)) return Math.ceil(this.#beginMs - ((this.#end(0) - count) / this.#perSecond) * SECOND_MS);
    let low = 0;
    let high = this.#ends.length - 1;
    const last = this.#end(high);
    if (count > last) return Math.ceil(this.#beginMs + (high + (count - last) / this.#perSecond) * SECOND_MS);
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#end(middle) >= count) high = middle;
      else low = middle;
    }
    const from = this.#end(low);
    return Math.ceil(this.#beginMs + (low + (count - from) / (this.#end(high) - from)) * SECOND_MS);
  }

  /** The lowest offset whose timestamp is `timestampMs` or later. */
  firstOffsetSince(timestampMs: number): number {
    return this.highWatermark(timestampMs - 1);
  }

  #end(second: number): number {
    for (let known = this.#ends.length; known <= second; known += 1) {
      const jitter = 1 + 0.2 * (drawAt(this.#salt, known) - 0.5);
      const factor = this.#factor(this.#beginMs + (known - 1) * SECOND_MS);
      this.#ends.push((this.#ends[known - 1] ?? 0) + this.#perSecond * factor * jitter);
    }
    return this.#ends[second] ?? 0;
  }
}
