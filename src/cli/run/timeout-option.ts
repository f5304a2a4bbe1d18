import { LONGEST_TIMEOUT_MS } from "../../core/check/longest-timeout.ts";
import { formatDuration, parseDuration } from "../../core/duration.ts";
import { UsageError } from "../usage-error.ts";

const DEFAULT_MS = 10_000;
const HINT = "e.g. 10s, 1m";

/** What --timeout says, milliseconds. Throws UsageError. */
export function timeoutOption(text: string | undefined): number {
  if (text === undefined) return DEFAULT_MS;
  const ms = parseDuration(text);
  if (ms === null) throw new UsageError(`--timeout ${text} is no duration`, HINT);
  if (ms === 0) throw new UsageError(`--timeout ${text} leaves a check no time`, HINT);
  if (ms > LONGEST_TIMEOUT_MS)
    throw new UsageError(`--timeout ${text} is longer than ${formatDuration(LONGEST_TIMEOUT_MS)}`, HINT);
  return ms;
}
