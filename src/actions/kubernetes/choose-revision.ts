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
 * Where a rollback leads: to the highest revision below the current one, as kubectl's does, passing over those that began after the onset themselves. One
 * whose begin the records leave open is not passed over, and that is said: its template ran before under another number, and what lies further back may be
 * the very one that it was to replace. Throws PlanRefusal when there is none.
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
  const began = `the trouble did (${apiTime(onsetAtMs)})`;
  const target = others.find((revision) => beganAfter(revision, revisions, onsetAtMs) !== true);
  if (target === undefined) {
    throw new PlanRefusal(
      "not-now",
      `each earlier revision began after ${began} (history: ${history}); name one with toRevision`,
    );
  }
  const isOpen = beganAfter(target, revisions, onsetAtMs) === null;
  const doubt = isOpen ? `; whether it began before ${began} the cluster does not record` : "";
  if (target === previous) return { target, why: `it is the one before revision ${current.number}${doubt}` };
  const skipped = others.filter((revision) => revision.number > target.number).map((revision) => revision.number);
  const choice = isOpen ? `is not known to have begun after ${began}` : `began before ${began}`;
  return { target, why: `it is the newest that ${choice}; ${list(skipped)} began after it` };
}

function list(numbers: readonly number[]): string {
  return `${numbers.length === 1 ? "revision" : "revisions"} ${numbers.join(" and ")}`;
}
