/** No form is shorter. */
const KEY = 4;
/** Of neighbours among a form's first characters. */
const PAIRS = KEY - 1;
/** So much of a form in front of "…" is the form, cut off. */
const MIN_CUT = 6;
const ELLIPSIS = "…";

interface Form {
  readonly text: string;
  readonly token: string;
}

/**
 * Replaces many literals in one pass over a text, the longest at each place, capital and small letters alike: host names come back in small letters. A
 * form's first four characters have three pairs of neighbours, one of which stands at every third place: one look at two characters excludes three
 * places, so that a log of megabytes costs milliseconds.
 */
export class SecretSearch {
  /** By two characters as they stand in a text, in whichever letters: a bit for each of the places in a form's beginning that they have somewhere. */
  readonly #pairs = new Uint8Array(65_536);
  readonly #byKey = new Map<string, Form[]>();
  #longest = 0;

  /** The first token of a form stays. Forms of fewer than four characters are left out. */
  add(form: string, token: string): void {
    const text = lower(form);
    if (text.length < KEY) return;
    const key = text.slice(0, KEY);
    const forms = this.#byKey.get(key) ?? [];
    if (forms.some((known) => known.text === text)) return;
    forms.push({ text, token });
    forms.sort((a, b) => b.text.length - a.text.length);
    this.#byKey.set(key, forms);
    this.#longest = Math.max(this.#longest, text.length);
    for (let place = 0; place < PAIRS; place += 1)
      for (const first of bothCases(text.charAt(place)))
        for (const second of bothCases(text.charAt(place + 1)))
          this.#mark(pairOf(first.charCodeAt(0), second.charCodeAt(0)), place);
  }

  replace(text: string): string {
    if (this.#byKey.size === 0) return text;
    const pairs = this.#pairs;
    const last = text.length - KEY;
    let kept = 0;
    let replaced = "";
    for (let from = 0; from <= last; from += PAIRS) {
      // The last pair of a form that begins here, the one before it of one that begins a place further on, and so on.
      const at = from + PAIRS - 1;
      const places = pairs[pairOf(text.charCodeAt(at), text.charCodeAt(at + 1))] ?? 0;
      if (places === 0) continue;
      for (let begin = from; begin <= at; begin += 1) {
        if ((places & (1 << (at - begin))) === 0 || !this.#mayBegin(text, begin)) continue;
        const found = this.#at(text, begin);
        if (found === null) continue;
        replaced += text.slice(kept, begin) + found.token;
        kept = begin + found.length;
        from = kept - PAIRS;
        break;
      }
    }
    return kept === 0 ? text : replaced + text.slice(kept);
  }

  #mark(pair: number, place: number): void {
    this.#pairs[pair] = (this.#pairs[pair] ?? 0) | (1 << place);
  }

  /** Digits stand everywhere, and in forms in hexadecimal: all pairs must be a form's. */
  #mayBegin(text: string, at: number): boolean {
    for (let place = 0; place < PAIRS; place += 1) {
      const pair = pairOf(text.charCodeAt(at + place), text.charCodeAt(at + place + 1));
      if (((this.#pairs[pair] ?? 0) & (1 << place)) === 0) return false;
    }
    return true;
  }

  #at(text: string, at: number): { readonly token: string; readonly length: number } | null {
    const forms = this.#byKey.get(lower(text.slice(at, at + KEY)));
    if (forms === undefined) return null;
    // With the sign that it was cut off.
    const searched = lower(text.slice(at, at + this.#longest + 1));
    const whole = forms.find((form) => searched.startsWith(form.text));
    if (whole !== undefined) return { token: whole.token, length: whole.text.length };
    for (const form of forms) {
      let length = KEY;
      while (length < form.text.length && form.text.charCodeAt(length) === searched.charCodeAt(length)) length += 1;
      if (length >= MIN_CUT && searched[length] === ELLIPSIS) return { token: form.token, length };
    }
    return null;
  }
}

/** ASCII only: another alphabet's letters may change their number. */
function lower(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}

function bothCases(character: string): readonly string[] {
  return /[a-z]/.test(character) ? [character, character.toUpperCase()] : [character];
}

function pairOf(first: number, second: number): number {
  return ((first & 255) << 8) | (second & 255);
}
