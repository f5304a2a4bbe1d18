/** Go on with a sentence, whatever stands before a colon. */
const PREDICATES = "not is are was were has no must cannot could failed expected unexpected missing invalid";

/** What becomes of a secret. */
const OUTCOMES = "expired unknown denied refused";

const OTHERS =
  "have had in on of for from to and or with by at the a an that this does did found exceeded too already may should when while after before per " +
  "limit pool store service table topic index cache api lookup lookups error errors timeout";

export const PREDICATE_WORDS = setOf(PREDICATES);
export const SECRET_WORDS = setOf(PREDICATES, OUTCOMES);
export const SENTENCE_WORDS = setOf(PREDICATES, OUTCOMES, OTHERS);

/** Whether this goes on with a sentence: it is no value then. */
export function goesOn(text: string, words: ReadonlySet<string>): boolean {
  return words.has(text.toLowerCase().replace(/\W[^]*/, ""));
}

function setOf(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(" ")));
}
