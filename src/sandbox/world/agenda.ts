interface Entry {
  readonly dueMs: number;
  readonly order: number;
  readonly act: () => void;
}

/** What will happen by itself, in the order of due times; entries of one time keep the order in which they were made. */
export class Agenda {
  readonly #entries: Entry[] = [];
  #order = 0;

  at(dueMs: number, act: () => void): void {
    const entry = { dueMs, order: this.#order, act };
    this.#order += 1;
    // Almost every entry is due after nearly all others: searched from the end.
    let index = this.#entries.length;
    while (index > 0 && (this.#entries[index - 1]?.dueMs ?? 0) > dueMs) {
      index -= 1;
    }
    this.#entries.splice(index, 0, entry);
  }

  /** Takes the first entry that is due at `nowMs` or before. */
  takeDue(nowMs: number): Entry | undefined {
    const first = this.#entries[0];
    return first !== undefined && first.dueMs <= nowMs ? this.#entries.shift() : undefined;
  }
}
