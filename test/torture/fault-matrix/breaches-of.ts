import { isDeepStrictEqual } from "node:util";
import type { Outcome } from "./outcome.ts";
import { isClaim, type Statement } from "./statement.ts";
import { verdictOf, wordsOf } from "./words-of.ts";

interface Tried {
  readonly outcome: Outcome;
  readonly tookMs: number;
  readonly budgetMs: number;
  readonly neighbour: string;
}

/** What a fault leaves to be said: see HttpFault. */
interface Expected {
  readonly says: RegExp | null;
  readonly harmless?: true;
  readonly partial?: true;
  /** The server's own word that it is down: a check of its health then rightly fails. */
  readonly mayFail?: boolean;
  /** The server's own word that what is asked for is not there: whoever watches a change rightly says that it is gone, or that nobody can know. */
  readonly mayBeGone?: boolean;
}

/** Beyond its time limit: what a busy machine takes to notice. */
const GRACE_MS = 1_000;

/** What is wrong with a cell in which everything that was asked was failed; nothing, mostly. */
export function breachesOf(tried: Tried, expected: Expected, truth: Outcome): readonly string[] {
  if (expected.partial === true && (sameAnswer(truth, tried.outcome) || sameButUnknown(truth, tried.outcome)))
    return always(tried);
  return [
    ...always(tried),
    ...(expected.harmless === true
      ? differenceFrom(truth, tried.outcome)
      : [...falseVerdict(tried.outcome, expected), ...silence(tried.outcome, expected)]),
  ];
}

/** What must hold whatever was failed. */
export function always({ outcome, tookMs, budgetMs, neighbour }: Tried): readonly string[] {
  const late = tookMs > budgetMs + GRACE_MS ? [`took ${Math.round(tookMs)} ms, its limit was ${budgetMs} ms`] : [];
  const disturbed = neighbour === "pass" ? [] : [`a check of another server beside it: ${neighbour}`];
  const broken = outcome.came === "defect" || outcome.came === "nothing" ? [wordsOf(outcome)] : [];
  return [...broken, ...late, ...disturbed];
}

function falseVerdict(outcome: Outcome, { mayFail, mayBeGone }: Expected): readonly string[] {
  const verdict = verdictOf(outcome);
  if (outcome.came === "statement") {
    if (mayBeGone === true && saysGone(outcome)) return [];
    if (isClaim(verdict)) return [`it is said to be ${verdict} on a broken sample: ${wordsOf(outcome)}`];
    if (verdict === "unknown") return [`it is given up on a broken sample, and not asked again: ${wordsOf(outcome)}`];
  }
  if (verdict === "pass") return [`a false pass: ${wordsOf(outcome)}`];
  if (verdict === "plan") return [`a change is proposed on a broken sample: ${wordsOf(outcome)}`];
  if (verdict === "fail" && mayFail !== true) return [`a false fail: ${wordsOf(outcome)}`];
  return [];
}

/** Said of what a server's own 404 is about. */
export function saysGone(outcome: Outcome): boolean {
  return (
    ["failed", "unknown"].includes(verdictOf(outcome)) && /is gone$|does not exist any more/.test(wordsOf(outcome))
  );
}

function silence(outcome: Outcome, { says, mayBeGone }: Expected): readonly string[] {
  const words = wordsOf(outcome);
  if (mayBeGone === true && saysGone(outcome)) return [];
  return says === null || says.test(words) ? [] : [`the words do not name it (${String(says)}): ${words}`];
}

function differenceFrom(truth: Outcome, outcome: Outcome): readonly string[] {
  return sameAnswer(truth, outcome)
    ? []
    : [`${verdictOf(outcome)} where it should be as undisturbed, ${verdictOf(truth)}: ${wordsOf(outcome)}`];
}

/** The same verdict on the same observations, or the same writes. */
export function sameAnswer(truth: Outcome, outcome: Outcome): boolean {
  if (truth.came === "result" && outcome.came === "result")
    return truth.result.verdict === outcome.result.verdict && isDeepStrictEqual(seen(truth), seen(outcome));
  if (truth.came === "plan" && outcome.came === "plan")
    return isDeepStrictEqual(
      truth.plan.writes.map(({ path, body }) => [path, body]),
      outcome.plan.writes.map(({ path, body }) => [path, body]),
    );
  if (truth.came === "statement" && outcome.came === "statement")
    return sameStatement(truth.statement, outcome.statement);
  return truth.came === outcome.came;
}

/** A change that completed later than it did has only later samples counted for it. */
function sameStatement(truth: Statement, statement: Statement): boolean {
  const [was, is] = [asProgress(truth), asProgress(statement)];
  return (
    isDeepStrictEqual(is.rest, was.rest) &&
    (is.completedAtMs ?? Infinity) >= (was.completedAtMs ?? Number.NEGATIVE_INFINITY)
  );
}

function asProgress({ told }: Statement): { readonly completedAtMs: number | null; readonly rest: unknown } {
  if (told === null || typeof told !== "object" || Array.isArray(told)) return { completedAtMs: null, rest: told };
  const { completedAtMs, ...rest } = told as { readonly completedAtMs?: number | null };
  return { completedAtMs: completedAtMs ?? null, rest };
}

/** As the truth, but for what is said to be unknown (null, or not there). */
export function sameButUnknown(truth: Outcome, outcome: Outcome): boolean {
  const found = seen(outcome);
  return found !== null && isSameButUnknown(seen(truth), found);
}

function isSameButUnknown(known: unknown, found: unknown): boolean {
  if (found === null || found === undefined) return true;
  if (typeof known !== "object" || typeof found !== "object" || known === null) return isDeepStrictEqual(known, found);
  // In whatever order: what is unknown sorts nothing.
  if (Array.isArray(known) && Array.isArray(found))
    return known.length === found.length && found.every((one) => known.some((other) => isSameButUnknown(other, one)));
  return Object.entries(found).every(([key, value]) => isSameButUnknown(Reflect.get(known, key), value));
}

/** Without what is measured anew with each answer. */
function seen(outcome: Outcome): unknown {
  if (outcome.came !== "result") return null;
  const { latencyMs: _latency, ...observed } = outcome.result.observed;
  return observed;
}
