import type { Sample } from "../steps.ts";

/**
 * The best `size` of the samples that were offered. It is a binary heap with the worst at its root, because which of
 * several equal samples stays, and in which order they come out, follows from that shape in Prometheus.
 */
export class BoundedHeap {
  readonly #size: number;
  readonly #worse: (a: number, b: number) => boolean;
  readonly #heap: Sample[] = [];

  constructor(size: number, worse: (a: number, b: number) => boolean) {
    this.#size = size;
    this.#worse = (a, b) => Number.isNaN(a) || worse(a, b);
  }

  offer(sample: Sample): void {
    if (this.#heap.length < this.#size) {
      this.#heap.push(sample);
      this.#rise(this.#heap.length - 1);
      return;
    }
    const root = this.#heap[0];
    if (root === undefined || !this.#replaces(sample.value, root.value)) return;
    this.#heap[0] = sample;
    this.#sink(0);
  }

  /** The kept samples, the best first; equal ones in the heap's order. */
  bestFirst(): Sample[] {
    return [...this.#heap].sort((a, b) => {
      if (Number.isNaN(a.value) || Number.isNaN(b.value)) {
        return Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value));
      }
      return Number(this.#worse(a.value, b.value)) - Number(this.#worse(b.value, a.value));
    });
  }

  #replaces(value: number, worst: number): boolean {
    if (Number.isNaN(worst)) return !Number.isNaN(value);
    return !Number.isNaN(value) && this.#worse(worst, value);
  }

  #isWorse(a: number, b: number): boolean {
    const left = this.#heap[a];
    const right = this.#heap[b];
    return left !== undefined && right !== undefined && this.#worse(left.value, right.value);
  }

  #swap(a: number, b: number): void {
    const left = this.#heap[a];
    const right = this.#heap[b];
    if (left === undefined || right === undefined) return;
    this.#heap[a] = right;
    this.#heap[b] = left;
  }

  #rise(from: number): void {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >>> 1;
      if (!this.#isWorse(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(from: number): void {
    for (let at = from; ;) {
      const left = 2 * at + 1;
      if (left >= this.#heap.length) return;
      const child = this.#isWorse(left + 1, left) ? left + 1 : left;
      if (!this.#isWorse(child, at)) return;
      this.#swap(at, child);
      at = child;
    }
  }
}
