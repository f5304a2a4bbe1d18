import type { GuardEntry, GuardLook, ProposalEntry } from "../../core/document/run-document.ts";
import { plainText } from "../../core/text/plain-text.ts";

/** A summary may be long; beside others it gets a line or so. */
const SUMMARY_LENGTH = 120;

/** What a change must not break, a line each: whether it did, or why nobody can tell. */
export function guardLines({ guards }: Pick<ProposalEntry, "guards">): readonly string[] {
  return guards.map((guard) => `${guard.check} ${guardWords(guard)}`);
}

function guardWords({ status, before, after, samples, failures }: GuardEntry): string {
  switch (status) {
    case "waiting":
      return after === null
        ? `passes: looked at once more before the change, and after it`
        : `passed before; no look after it counts yet${said(after)}`;
    case "holds":
      return `still passes${failures === 0 ? "" : `; ${failures} of ${samples} looks failed, not in a row`}`;
    case "failing":
      return `fails in the latest look${said(after)}; a second one in a row is a regression`;
    case "regressed":
      return `passed before${said(before)}, fails since${said(after)}`;
    case "accepted":
      return `passed before, fails since${said(after)}; the change was kept`;
    case "unknown":
      return `passed before, and could not be told since${said(after)}`;
    case "failed-before":
      return `failed before already${said(before)}: it says nothing of the change`;
    case "unknown-before":
      return `could not be told before${said(before)}: it says nothing of the change`;
  }
}

function said(look: GuardLook | null): string {
  return look === null ? "" : ` (${plainText(look.summary, SUMMARY_LENGTH)})`;
}
