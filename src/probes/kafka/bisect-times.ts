import type { Answer, TopicPartition } from "../../clients/kafka-client.ts";
import type { Unread } from "./lag-facts.ts";

interface Sought extends TopicPartition {
  /** The offset whose record's time is sought. */
  readonly from: number;
}

type Since = Answer<{ readonly offset: number; readonly timestampMs: number } | null>;

interface Span {
  readonly sought: Sought;
  earliestMs: number;
  latestMs: number;
  done: Unread | null;
}

/** How exactly an age is found, and how many questions that may take: 2^40 ms are 34 years. */
const EXACT_MS = 500;
const STEPS_MOST = 40;
/** So far ahead is looked: else all that is from the future would look as if it had come just now. */
const AHEAD_MS = 2_000;

/**
 * When the records at these offsets were made, by asking for "the first record since …" again and again, all partitions at each step. Exact where a
 * step hits the record itself. Wrong where the producers' times are out of order.
 */
export async function bisectTimes(
  sought: readonly Sought[],
  nowMs: number,
  ask: (questions: readonly (TopicPartition & { readonly timestampMs: number })[]) => Promise<readonly Since[]>,
): Promise<readonly Unread[]> {
  const spans = sought.map((each): Span => ({ sought: each, earliestMs: 0, latestMs: nowMs + AHEAD_MS, done: null }));
  // The log's first record narrows decades down to what the log keeps.
  for (let step = 0; step < STEPS_MOST; step += 1) {
    const open = spans.filter(({ done, earliestMs, latestMs }) => done === null && latestMs - earliestMs > EXACT_MS);
    if (open.length === 0) break;
    const times = open.map(({ earliestMs, latestMs }) => (step === 0 ? 0 : Math.floor((earliestMs + latestMs) / 2)));
    const questions = open.map(({ sought: { topic, partition } }, index) => ({
      topic,
      partition,
      timestampMs: times[index] ?? 0,
    }));
    const answers = await ask(questions);
    for (const [index, span] of open.entries()) narrow(span, times[index] ?? 0, answers[index]);
  }
  return spans.map(
    ({ done, earliestMs, latestMs }) =>
      done ?? { kind: "between", earliestMs, latestMs: Math.max(earliestMs, latestMs) },
  );
}

function narrow(span: Span, timeMs: number, answer: Since | undefined): void {
  const { from } = span.sought;
  if (answer === undefined || "trouble" in answer) {
    const words = answer === undefined ? "no answer" : `${answer.trouble.words} (${answer.trouble.code})`;
    span.done = { kind: "unknown", words };
  } else if (answer.value?.offset === from) span.done = exactly(answer.value.timestampMs);
  // None that new, or only later ones: the one sought is older.
  else if (answer.value === null || answer.value.offset > from) span.latestMs = Math.min(span.latestMs, timeMs);
  else span.earliestMs = Math.max(span.earliestMs, timeMs, Math.min(answer.value.timestampMs, span.latestMs));
  // Older than the log's first moment: what was sought is gone, and the first record there is comes next.
  if (span.done === null && timeMs === 0 && answer !== undefined && "value" in answer) atLogStart(span, answer.value);
}

function atLogStart(span: Span, first: { readonly offset: number; readonly timestampMs: number } | null): void {
  if (first === null) span.done = { kind: "nothing" };
  else if (first.offset > span.sought.from) span.done = exactly(first.timestampMs);
}

function exactly(timeMs: number): Unread {
  return { kind: "between", earliestMs: timeMs, latestMs: timeMs };
}
