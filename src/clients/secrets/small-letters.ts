/** How much of a form stands at this place. Sign by sign: forms of a key have thousands of them, and lines of dashes begin one everywhere. */
export function common(form: string, text: string, at: number): number {
  let length = 0;
  while (length < form.length && form.charCodeAt(length) === small(text.charCodeAt(at + length))) length += 1;
  return length;
}

export function small(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

/** ASCII only: another alphabet's letters may change their number. */
export function lower(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}

export function bothCases(character: string): readonly string[] {
  return /[a-z]/.test(character) ? [character, character.toUpperCase()] : [character];
}
