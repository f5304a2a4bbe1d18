import type { RunEvent } from "../../../src/core/run/event.ts";

const by = { user: "ada", as: null, host: "laptop" };

/** Events of several lengths, with text that JSON escapes and text of several bytes a character. */
export const SAMPLE_EVENTS: readonly RunEvent[] = [
  { type: "session", atMs: 1_700_000_000_000, session: "5e55", attendance: "terminal" },
  { type: "woke", atMs: 1_700_000_030_000, jumpedMs: 0 },
  {
    type: "plan-failed",
    atMs: 1_700_000_031_000,
    proposal: "rollback",
    stage: "propose",
    recheck: 0,
    reason: 'the server said "größer"\n,"hash":"x"}\u2028 ∑ 🙂',
  },
  { type: "approved", atMs: 1_700_000_032_000, digest: "ab".repeat(32), by },
  { type: "left", atMs: 1_700_000_033_000, reason: "interrupted" },
];
