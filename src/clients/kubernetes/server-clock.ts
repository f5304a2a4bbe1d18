/** Less than this may be the whole seconds of a `Date`, and the way of a long answer behind it. */
const TOLD_FROM_MS = 30_000;
/** Below this the same clock may show itself: `Date` leaves out up to a second, and the answer took its way. */
const SAME_BELOW_MS = 2_000;

/** A server's clock as its answers tell it. */
export interface ServerClock {
  /** The `Date` of an answer that came just now. */
  heard(date: string | undefined): void;
  /** Milliseconds since the epoch; null: no answer told it. Never ahead of the server's own, and behind by a second and the answer's way at most. */
  now(): number | null;
  /** How far this machine's clock was ahead when the latest answer came, milliseconds; behind is negative. 0: by less than half a minute, or nothing told it. */
  aheadMs(): number;
  /**
   * What to add to a time that the server stamped, milliseconds, so that by this machine's clock it is not too early: as `aheadMs`, but all that was
   * measured where this machine's is ahead; 0 below two seconds.
   */
  stampShiftMs(): number;
}

/** Goes on from the latest `Date` (whole seconds, RFC 9110) by a clock of ours that nobody sets: `monotonic`, milliseconds. `wall`: the one that is set. */
export function serverClock(monotonic: () => number, wall: () => number): ServerClock {
  let heard: { readonly atMs: number; readonly byOurs: number; readonly aheadMs: number } | null = null;
  const aheadMs = () => (heard === null || Math.abs(heard.aheadMs) < TOLD_FROM_MS ? 0 : heard.aheadMs);
  return {
    heard(date) {
      const atMs = Date.parse(date ?? "");
      if (!Number.isNaN(atMs)) heard = { atMs, byOurs: monotonic(), aheadMs: wall() - atMs };
    },
    now: () => (heard === null ? null : heard.atMs + Math.max(0, monotonic() - heard.byOurs)),
    aheadMs,
    stampShiftMs: () => (heard !== null && heard.aheadMs >= SAME_BELOW_MS ? heard.aheadMs : aheadMs()),
  };
}
