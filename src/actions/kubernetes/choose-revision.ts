import { PlanRefusal } from "../action.ts";
import { apiTime } from "../../clients/kubernetes-objects/api-time.ts";
import { beganAfter } from "../../clients/kubernetes-objects/revision-begin.ts";
import type { Revision } from "../../clients/kubernetes-objects/revisions.ts";

export interface RevisionChoice {
  readonly target: Revision;
  /** Completes "revision 13 was chosen because …". */
  readonly why: string;
}

/**
 * Where a rollback leads: to the highest revision below the current one, unless that one too began after the onset; then to the newest that
 * began before it. A revision whose begin the records leave open counts as begun after it. Throws PlanRefusal when there is none.
 */
export function chooseRevision(
  current: Revision,
  revisions: readonly Revision[],
  onsetAtMs: number | null,
  toRevision: number | null,
): RevisionChoice {
  const others = revisions.filter((revision) => revision !== current);
  const history = revisions.map((revision) => revision.number).join(", ");
  if (toRevision !== null) {
    const asked = revisions.find((revision) => revision.number === toRevision);
    if (asked === undefined)
      throw new PlanRefusal("unfit", `the history holds no revision ${toRevision}, only ${history}`);
    return { target: asked, why: "it was asked for" };
  }
  const [previous] = others;
  if (previous === undefined) {
    throw new PlanRefusal("not-now", `there is no earlier revision to go back to: the history holds only ${history}`);
  }
  if (onsetAtMs === null) {
    return {
      target: previous,
      why: `it is the one before revision ${current.number}; when the trouble began is unknown`,
    };
  }
  if (beganAfter(previous, revisions, onsetAtMs) === false) {
    return { target: previous, why: `it is the one before revision ${current.number}` };
  }
  const older = others.find((revision) => beganAfter(revision, revisions, onsetAtMs) === false);
  const began = `the trouble did (${apiTime(onsetAtMs)})`;
  if (older === undefined) {
    throw new PlanRefusal(
      "not-now",
      `no earlier revision is known to have begun before ${began} (history: ${history}); name one with toRevision`,
    );
  }
  const skipped = others.filter((revision) => revision.number > older.number).map((revision) => revision.number);
  return {
    target: older,
    why: `it is the newest that began before ${began}; ${list(skipped)} ${skipped.length === 1 ? "is" : "are"} not known to`,
  };
}

function list(numbers: readonly number[]): string {
  return `${numbers.length === 1 ? "revision" : "revisions"} ${numbers.join(" and ")}`;
}
