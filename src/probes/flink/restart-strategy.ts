import { ClientError } from "../../clients/client-error.ts";
import type { FlinkClient } from "../../clients/flink-client.ts";
import { plainText } from "../../core/text/plain-text.ts";

/** What Flink does after a failure, as far as its words are known; null what they do not say. */
export interface RestartStrategy {
  readonly words: string;
  /** From a failure to the restart, ms; where it grows, the longest. */
  readonly delayMs: number | null;
  /** How often in all; the next failure then ends the job. */
  readonly attempts: number | null;
}

const LONGEST = 200;
/** ISO 8601, as Java writes a Duration: hours, minutes and seconds. */
const FIXED = /fixed delay \(?(PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)/i;
const GROWING = /exponential delay.{0,300}with maximum (PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)/i;
const ATTEMPTS = /#(\d+) restart attempts/;

export function readRestartStrategy(text: string): RestartStrategy {
  const words = plainText(text, LONGEST);
  if (words.startsWith("Restart deactivated")) return { words, delayMs: null, attempts: 0 };
  const [, , hours = 0, minutes = 0, seconds = 0] = FIXED.exec(words) ?? GROWING.exec(words) ?? [];
  const delayMs = 1_000 * (3_600 * Number(hours) + 60 * Number(minutes) + Number(seconds));
  const [, attempts] = ATTEMPTS.exec(words) ?? [];
  return { words, delayMs: delayMs > 0 ? delayMs : null, attempts: attempts === undefined ? null : Number(attempts) };
}

/** An advisory word: a failure to read it is null too. */
export async function restartStrategyOf(
  flink: FlinkClient,
  job: string,
  signal: AbortSignal,
): Promise<RestartStrategy | null> {
  try {
    const words = await flink.restartStrategy(job, signal);
    return words === null ? null : readRestartStrategy(words);
  } catch (error) {
    if (error instanceof ClientError && !signal.aborted) return null;
    throw error;
  }
}
