/** So much of a form in front of "…" is the form, cut off. */
const LEAST_BEFORE_SIGN = 6;
const SIGNS = ["…", "..."];
/** So much of it is the form where nothing says that it was cut off. */
const LEAST = 8;
/** A word with a number behind it, as far as a form may begin like one; two more signs and it is no word. */
const LONGEST_WORD = 14;
const WORDS = /^[^A-Za-z0-9]{0,5}(?:(?:[A-Z]?[a-z]{2,}|[A-Z]{2,}|\d{2,})[^A-Za-z0-9]+)+/;
const WORD = /^(?:[A-Z]?[a-z]+|[A-Z]+)?\d*/;

/**
 * So much of a form is no text but the form's own: none that begins with words ("https://hooks.slack.com/", "production-") is told by them, so that a secret
 * that begins as a name does shreds no report.
 */
export function leastOwn(form: string): number {
  const words = (WORDS.exec(form)?.[0] ?? "").length;
  const word = (WORD.exec(form.slice(words, words + LONGEST_WORD))?.[0] ?? "").length;
  return words + Math.max(LEAST, word + 2);
}

/** Whether so much of a form in front of this place is the form, cut off there: by a sign that says so, or where a word ends. `least`: see `leastOwn`. */
export function isCutOff(length: number, least: number, text: string, at: number): boolean {
  if (length < LEAST_BEFORE_SIGN) return false;
  return SIGNS.some((sign) => text.startsWith(sign, at)) || (length >= least && endsAt(text, at));
}

/** A longer word that begins alike is another, as tokens of one issuer do. */
function endsAt(text: string, at: number): boolean {
  return at >= text.length || !/[A-Za-z0-9+/_~-]/.test(text.charAt(at));
}
