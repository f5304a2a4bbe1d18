/** A server's clock as its answers tell it. */
export interface ServerClock {
  /** The `Date` of an answer that came just now. */
  heard(date: string | undefined): void;
  /** Milliseconds since the epoch; null: no answer told it. Never ahead of the server's own, and behind by a second and the answer's way at most. */
  now(): number | null;
}

/** Goes on from the latest `Date` (whole seconds, RFC 9110) by a clock of ours that nobody sets: `monotonic`, milliseconds. */
export function serverClock(monotonic: () => number): ServerClock {
  let heard: { readonly atMs: number; readonly byOurs: number } | null = null;
  return {
    heard(date) {
      const atMs = Date.parse(date ?? "");
      if (!Number.isNaN(atMs)) heard = { atMs, byOurs: monotonic() };
    },
    now: () => (heard === null ? null : heard.atMs + Math.max(0, monotonic() - heard.byOurs)),
  };
}
