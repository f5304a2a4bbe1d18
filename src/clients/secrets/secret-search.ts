/** No form is shorter. */
const KEY = 4;
/** So much of a form in front of "…" is the form, cut off. */
const MIN_CUT = 6;
const ELLIPSIS = "…";

interface Form {
  readonly text: string;
  readonly token: string;
}

/**
 * Replaces many literals in one pass over a text, the longest at each place, capital and small letters alike: host names come back in small letters. One
 * look at two characters excludes most places, so that a log of megabytes costs milliseconds.
 */
export class SecretSearch {
  /** By two characters as they stand in a text, in whichever letters. */
  readonly #begins = new Uint8Array(65_536);
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
    for (const first of bothCases(text.charAt(0)))
      for (const second of bothCases(text.charAt(1)))
        this.#begins[pairOf(first.charCodeAt(0), second.charCodeAt(0))] = 1;
  }

  replace(text: string): string {
    const last = text.length - KEY;
    if (this.#byKey.size === 0 || last < 0) return text;
    let kept = 0;
    let replaced = "";
    let before = text.charCodeAt(0);
    for (let at = 0; at <= last; at += 1) {
      const next = text.charCodeAt(at + 1);
      const begins = this.#begins[pairOf(before, next)];
      before = next;
      if (begins === 0) continue;
      const found = this.#at(text, at);
      if (found === null) continue;
      replaced += text.slice(kept, at) + found.token;
      kept = at + found.length;
      at = kept - 1;
      before = text.charCodeAt(kept);
    }
    return kept === 0 ? text : replaced + text.slice(kept);
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
