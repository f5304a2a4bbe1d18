import type { Random } from "../random.ts";
import { atOnce } from "./at-once.ts";
import { always, breachesOf, sameAnswer, sameButUnknown } from "./breaches-of.ts";
import { httpCell, UNDISTURBED, type Cell } from "./http-cell.ts";
import type { HttpFault } from "./http-fault.ts";
import { httpFaults } from "./http-faults.ts";
import type { MatrixRow } from "./matrix-row.ts";
import { memoryGrown, MOST_GROWN_BYTES } from "./memory-grown.ts";
import type { Outcome } from "./outcome.ts";
import type { Platform } from "./platform.ts";
import type { Subject } from "./subject.ts";
import { subjects } from "./subjects.ts";
import { verdictOf, wordsOf } from "./words-of.ts";

const AT_ONCE = 12;
/** What is brought to single requests in the short form. */
const SHORT = ["truncated body", "HTML login page with 200", "403", "404", "500"];

interface Known {
  readonly subject: Subject;
  readonly truth: Cell;
}

/** All subjects that are reached over HTTP. */
export async function httpRows(
  platform: Platform,
  _random: Random,
  short: boolean,
  note: (line: string) => void,
): Promise<readonly MatrixRow[]> {
  const asked = subjects.filter(({ door }) => door !== "kafka" && door !== "shell");
  await warmUp(platform, asked);
  const known: Known[] = [];
  for (const subject of asked) known.push({ subject, truth: await truthOf(platform, subject) });
  note(`${known.length} subjects answered undisturbed`);
  const pairs = known.flatMap(({ subject, truth }) => httpFaults.map((fault) => ({ subject, truth, fault })));
  const small = await atOnce(
    pairs.filter(({ fault }) => fault.large !== true),
    AT_ONCE,
    (pair) => wholeRow(platform, pair),
  );
  const large: MatrixRow[] = [];
  for (const pair of pairs.filter(({ fault }) => fault.large === true)) large.push(await largeRow(platform, pair));
  note(`${small.length + large.length} failed wholly`);
  const single = await atOnce(
    pairs.filter(({ fault }) => fault.answer !== undefined && (!short || SHORT.includes(fault.name))),
    AT_ONCE,
    (pair) => singleRow(platform, pair),
  );
  note(`${single.length} failed in parts`);
  return [...small, ...large, ...single];
}

/** Flink's JobManager has samples only for those who asked a moment before. */
async function warmUp(platform: Platform, asked: readonly Subject[]): Promise<void> {
  const turning = setInterval(() => platform.pass(3_000), 200);
  try {
    for (const subject of asked.filter(({ type }) => type === "flink.backpressure"))
      await httpCell(platform, subject, UNDISTURBED);
  } finally {
    clearInterval(turning);
  }
}

async function truthOf(platform: Platform, subject: Subject): Promise<Cell> {
  const truth = await httpCell(platform, subject, UNDISTURBED);
  const verdict = verdictOf(truth.outcome);
  if (verdict !== "pass" && verdict !== "plan")
    throw new Error(`${subject.type} cannot be attacked: undisturbed it is ${verdict}: ${wordsOf(truth.outcome)}`);
  return truth;
}

interface Pair extends Known {
  readonly fault: HttpFault;
}

async function wholeRow(platform: Platform, { subject, truth, fault }: Pair): Promise<MatrixRow> {
  const cell = await httpCell(platform, subject, fault);
  return {
    ...rowOf(subject, fault, "all", cell.outcome),
    cases: 1,
    breaches: breachesOf(cell, { ...fault, mayFail: mayFail(subject, fault) }, truth.outcome),
  };
}

/** A service that answers so says itself that it is down. */
function mayFail(subject: Subject, fault: HttpFault): boolean {
  return subject.type === "http.health" && fault.name.startsWith("5");
}

async function largeRow(platform: Platform, pair: Pair): Promise<MatrixRow> {
  const { done: row, grownBytes } = await memoryGrown(() => wholeRow(platform, pair));
  if (grownBytes <= MOST_GROWN_BYTES) return row;
  return { ...row, breaches: [...row.breaches, `${Math.round(grownBytes / 1024 / 1024)} MB more memory`] };
}

/** Each request of the subject failed while the others are answered. */
async function singleRow(platform: Platform, { subject, truth, fault }: Pair): Promise<MatrixRow> {
  const requests = [...new Set(truth.requests)];
  const seen = new Set<string>();
  const breaches: string[] = [];
  for (const only of requests) {
    const cell = await httpCell(platform, subject, fault, { only });
    const verdict = verdictOf(cell.outcome);
    seen.add(verdict);
    if (verdict === "fail" && !mayFail(subject, fault))
      breaches.push(`${only}: a false fail: ${wordsOf(cell.outcome)}`);
    const unsaid = mayBeClosedOff(subject, only) ? [] : partly(truth.outcome, cell.outcome);
    breaches.push(...[...always(cell), ...unsaid].map((what) => `${only}: ${what}`));
  }
  return {
    ...rowOf(subject, fault, "one request", truth.outcome),
    verdict: [...seen].join(", "),
    cases: requests.length,
    breaches,
  };
}

/** Metrics are closed off in many places on purpose; how many members Alertmanager's cluster must have is then for the runbook to say (`members`). */
function mayBeClosedOff(subject: Subject, request: string): boolean {
  return subject.door === "alertmanager" && request.startsWith("GET /metrics ");
}

/** What was not needed may be missing: then the answer is the same. What changes it must be said, or be null. */
function partly(truth: Outcome, outcome: Outcome): readonly string[] {
  const verdict = verdictOf(outcome);
  const told = wordsOf(truth) !== wordsOf(outcome);
  if (verdict === "pass" && !told && !sameButUnknown(truth, outcome))
    return [`a pass on other observations, of which nothing is said: ${wordsOf(outcome)}`];
  if (verdict === "plan" && !sameAnswer(truth, outcome)) return [`another change: ${wordsOf(outcome)}`];
  if (verdict === "plan" && !told) return ["the plan does not say what could not be read"];
  return [];
}

function rowOf(subject: Subject, fault: HttpFault, reach: MatrixRow["reach"], outcome: Outcome) {
  return { subject, fault: fault.name, reach, verdict: verdictOf(outcome), words: wordsOf(outcome) };
}
