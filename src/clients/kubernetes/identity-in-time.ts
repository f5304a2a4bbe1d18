import { ClientError } from "../client-error.ts";
import type { Credentials, Identity } from "./credentials.ts";

/**
 * The credentials for a request, for which it waits no longer than for its answer: a plugin that somebody logs in with goes on, and the next request has
 * what it gave. Rejects with ClientError `timeout` or `aborted` that names what was waited for.
 */
export async function identityInTime(
  credentials: Credentials,
  what: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Identity> {
  const identity = credentials.identity();
  const waitsFor = credentials.waitsFor();
  // A file is read sooner than a timer is set.
  if (waitsFor === null) return identity;
  const startedMs = performance.now();
  const given = new AbortController();
  const overdue = new Promise<never>((_, reject) => {
    const outOfTime = () => reject(late(what, waitsFor, performance.now() - startedMs));
    const timer = setTimeout(outOfTime, timeoutMs);
    const stopped = () => {
      if (signal.reason instanceof Error && signal.reason.name === "TimeoutError") outOfTime();
      else reject(new ClientError("aborted", `${what}: stopped before the answer came`, "run it again"));
    };
    given.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
    if (signal.aborted) stopped();
    signal.addEventListener("abort", stopped, { once: true, signal: given.signal });
  });
  try {
    return await Promise.race([identity, overdue]);
  } finally {
    identity.catch(() => undefined);
    given.abort();
  }
}

function late(what: string, waitsFor: string, waitedMs: number): ClientError {
  return new ClientError(
    "timeout",
    `${what}: ${waitsFor} gave no credentials within ${(waitedMs / 1000).toFixed(1)} s`,
    "run it by hand: you may have to log in again",
  );
}
