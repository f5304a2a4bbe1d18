import { isCutOff, leastOwn } from "./cut-off.ts";
import { addFound, type Found } from "./found.ts";
import { bothCases, common, lower, small } from "./small-letters.ts";

/** No form is shorter. */
const KEY = 4;
/** Of neighbours among a form's first characters. */
const PAIRS = KEY - 1;
interface Form {
  readonly text: string;
  readonly token: string;
  /** So much of it is the form, where it was cut off. */
  readonly least: number;
}

interface Standing {
  readonly token: string;
  readonly length: number;
  readonly isWhole: boolean;
}

/** Forms of one key, the longest first. */
interface Forms {
  /** What all of them begin with: those of a key in PEM share a long one, which a line of dashes begins everywhere. */
  readonly shared: string;
  readonly all: readonly Form[];
}

/**
 * Finds many literals in one pass over a text, the longest at each place, capital and small letters alike: host names come back in small letters. A
 * form's first four characters have three pairs of neighbours, one of which stands at every third place: one look at two characters excludes three
 * places, so that a log of megabytes costs milliseconds.
 */
export class SecretSearch {
  /** By two characters as they stand in a text, in whichever letters: a bit for each of the places in a form's beginning that they have somewhere. */
  readonly #pairs = new Uint8Array(65_536);
  readonly #byKey = new Map<number, Forms>();

  /** The first token of a form stays. Forms of fewer than four characters are left out. */
  add(form: string, token: string): void {
    const text = lower(form);
    if (text.length < KEY) return;
    const key = keyAt(text, 0);
    const { shared, all } = this.#byKey.get(key) ?? { shared: text, all: [] };
    if (all.some((known) => known.text === text)) return;
    this.#byKey.set(key, {
      shared: shared.slice(0, common(shared, text, 0)),
      all: [...all, { text, token, least: leastOwn(form) }].sort((a, b) => b.text.length - a.text.length),
    });
    for (let place = 0; place < PAIRS; place += 1)
      for (const first of bothCases(text.charAt(place)))
        for (const second of bothCases(text.charAt(place + 1)))
          this.#mark(pairOf(first.charCodeAt(0), second.charCodeAt(0)), place);
  }

  /**
   * Where forms stand, in their order; none overlaps another. `endsAt`: where else than at a sign that is in no secret a word may end.
   */
  find(text: string, endsAt: (place: number) => boolean = never): readonly Found[] {
    const found: Found[] = [];
    if (this.#byKey.size === 0) return found;
    const pairs = this.#pairs;
    const last = text.length - KEY;
    for (let from = 0; from <= last; from += PAIRS) {
      // The last pair of a form that begins here, the one before it of one that begins a place further on, and so on.
      const at = from + PAIRS - 1;
      const places = pairs[pairOf(text.charCodeAt(at), text.charCodeAt(at + 1))] ?? 0;
      if (places === 0) continue;
      for (let begin = from; begin <= at; begin += 1) {
        if ((places & (1 << (at - begin))) === 0 || !this.#mayBegin(text, begin)) continue;
        const form = this.#at(text, begin, endsAt);
        if (form === null) continue;
        addFound(found, { start: begin, end: begin + form.length, token: form.token });
        // A whole one may begin within what seems to be another, cut off.
        if (!form.isWhole) continue;
        from = begin + form.length - PAIRS;
        break;
      }
    }
    return found;
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

  /** The longest that stands here. */
  #at(text: string, at: number, endsAt: (place: number) => boolean): Standing | null {
    const forms = this.#byKey.get(keyAt(text, at));
    if (forms === undefined) return null;
    const begun = common(forms.shared, text, at);
    let longest: Standing | null = null;
    for (const { text: form, token, least } of forms.all) {
      if (longest !== null && longest.length >= form.length) break;
      const length = begun < forms.shared.length ? begun : common(form, text, at);
      const isWhole = length === form.length;
      if (length <= (longest?.length ?? 0)) continue;
      if (isWhole || isCutOff(length, least, text, at + length) || (length >= least && endsAt(at + length)))
        longest = { token, length, isWhole };
    }
    return longest;
  }
}

/** The first four signs in small letters, as a number; two that share one are told apart by their forms. */
function keyAt(text: string, at: number): number {
  let key = 0;
  for (let place = 0; place < KEY; place += 1) key = (key << 8) ^ small(text.charCodeAt(at + place));
  return key;
}

function never(): boolean {
  return false;
}

function pairOf(first: number, second: number): number {
  return ((first & 255) << 8) | (second & 255);
}
