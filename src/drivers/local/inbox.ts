/** What comes from several sides, taken out one by one in the order in which it came. */
export class Inbox<Item> {
  readonly #items: Item[] = [];
  #wake: (() => void) | null = null;
  #late: ((item: Item) => void) | null = null;

  push(item: Item): void {
    if (this.#late !== null) return this.#late(item);
    this.#items.push(item);
    this.#wake?.();
    this.#wake = null;
  }

  async next(): Promise<Item> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) return item;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Nobody takes anything out any more: `late` gets what is left, and what still comes. */
  close(late: (item: Item) => void): void {
    for (const item of this.#items.splice(0)) late(item);
    this.#late = late;
  }
}
