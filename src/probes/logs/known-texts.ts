/** What was found for the first texts: what is said again and again is looked at once. Only so many are kept, and none that is longer. */
export class KnownTexts<Found> {
  readonly #found = new Map<string, Found>();
  readonly #most: number;
  readonly #longest: number;

  constructor(most: number, longest: number) {
    this.#most = most;
    this.#longest = longest;
  }

  get(text: string): Found | undefined {
    return this.#found.get(text);
  }

  keep(text: string, found: Found): Found {
    if (this.#found.size < this.#most && text.length <= this.#longest) this.#found.set(text, found);
    return found;
  }
}
