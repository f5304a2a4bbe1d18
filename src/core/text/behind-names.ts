/** Values that stand behind names, and what takes their place. `names` is global and has the name as its only group; `signs` and `values` are sticky. */
export interface BehindNames {
  readonly names: RegExp;
  readonly named: (name: string) => boolean;
  /** What may stand between a name and its value: the first that a value follows. */
  readonly signs: readonly RegExp[];
  /** The first that is there. */
  readonly values: readonly RegExp[];
  readonly isValue: (value: string, name: string) => boolean;
  readonly by: string;
}

/** A word that may be a name. It is begun once, so that a long one is read once. A token that a parser did not expect names nothing. */
export const NAMES = /(?<![\w.-])(?:unexpected token|([\w.-]+))/gi;

/** Text without these values. Linear in the text's length. */
export function withoutValues(text: string, behind: BehindNames): string {
  let shown = "";
  let from = 0;
  const { names, named, by } = behind;
  names.lastIndex = 0;
  for (let found = names.exec(text); found !== null; found = names.exec(text)) {
    const name = found[1];
    if (name === undefined || !named(name)) continue;
    const value = valueAt(text, names.lastIndex, name, behind);
    if (value === null) continue;
    shown += text.slice(from, value.begin) + by;
    from = value.end;
    names.lastIndex = value.end;
  }
  return shown + text.slice(from);
}

interface Place {
  readonly begin: number;
  readonly end: number;
}

function valueAt(text: string, at: number, name: string, { signs, values, isValue }: BehindNames): Place | null {
  for (const sign of signs) {
    const begin = endOf(sign, text, at);
    if (begin === null) continue;
    const end = values.reduce<number | null>((found, value) => found ?? endOf(value, text, begin), null);
    if (end !== null && isValue(text.slice(begin, end), name)) return { begin, end };
  }
  return null;
}

/** Where what is found at this place ends; null where it is not there. */
function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}
