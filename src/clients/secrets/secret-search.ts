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
  readonly #begins = new Uint8Array(65_536);
  readonly #byKey = new Map<string, Form[]>();

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
    this.#begins[pairAt(text, 0)] = 1;
  }

  replace(text: string): string {
    if (this.#byKey.size === 0 || text.length < KEY) return text;
    const searched = lower(text);
    let kept = 0;
    let replaced = "";
    for (let at = 0; at + KEY <= searched.length; at += 1) {
      if (this.#begins[pairAt(searched, at)] === 0) continue;
      const found = this.#at(searched, at);
      if (found === null) continue;
      replaced += text.slice(kept, at) + found.token;
      kept = at + found.length;
      at = kept - 1;
    }
    return kept === 0 ? text : replaced + text.slice(kept);
  }

  #at(searched: string, at: number): { readonly token: string; readonly length: number } | null {
    const forms = this.#byKey.get(searched.slice(at, at + KEY)) ?? [];
    const whole = forms.find(({ text }) => searched.startsWith(text, at));
    if (whole !== undefined) return { token: whole.token, length: whole.text.length };
    for (const { text, token } of forms) {
      let length = KEY;
      while (length < text.length && text.charCodeAt(length) === searched.charCodeAt(at + length)) length += 1;
      if (length >= MIN_CUT && searched[at + length] === ELLIPSIS) return { token, length };
    }
    return null;
  }
}

/** ASCII only: another alphabet's letters may change their number. */
function lower(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}

function pairAt(text: string, at: number): number {
  return ((text.charCodeAt(at) & 255) << 8) | (text.charCodeAt(at + 1) & 255);
}
