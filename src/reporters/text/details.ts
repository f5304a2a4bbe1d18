import type { ProposalEntry } from "../../core/document/run-document.ts";
import { MARK, RESOURCE_VERSION, type Write } from "../../core/plan/plan.ts";
import { shownJson } from "../json.ts";
import { labelled, labelledCommand, labelledInstruction } from "./block.ts";
import { changeDiff } from "./change-diff.ts";
import { guardLines } from "./guard-lines.ts";
import { localTimes } from "./moment.ts";
import { printable } from "./printable.ts";
import { legible, paint, type View } from "./view.ts";

/** All of a proposal, nothing shortened: the exact writes as they will be sent, each change as a diff, the evidence behind it and the digest. */
export function renderDetails(proposal: ProposalEntry, view: View): string {
  const safe = printable(proposal);
  const { plan, because, note, digest, undoProblem } = safe;
  const { kind, namespace, name, uid } = plan.target;
  const row = (label: string, text: string) => labelled(label, text, 0, 12, view);
  const local = (label: string, text: string) => row(label, localTimes(text, view));
  return [
    paint(view).bold(legible(plan.summary, view)),
    row("target", `${kind} ${namespace}/${name} (uid ${uid})`),
    ...(because === "" ? [] : [local("because", because)]),
    ...plan.changes.map((change) => changeDiff(change, view)),
    ...plan.impact.map((line) => local("effect", line)),
    ...[...(note === null ? [] : [note]), ...plan.warnings].map((line) => local("watch out", line)),
    ...guardLines(safe).map((line) => local("guard", line)),
    ...plan.instructions.map((step) => labelledInstruction("by hand", step, 0, 12, view)),
    // Not as the screen would have them: what the eye would not see in a body is escaped in it.
    ...proposal.plan.writes.map((write) => writeText(write, view)),
    ...(plan.equivalent === "" ? [] : [labelledCommand("same as", plan.equivalent, 0, 12, view)]),
    ...(plan.writes.length === 0
      ? []
      : [row("filled in", `${RESOURCE_VERSION} and ${MARK} of a write, just before it is sent`)]),
    row("undo", undoProblem === null ? (plan.undo ?? "none") : `not from here: ${undoProblem}`),
    `digest      ${digest ?? "none in a dry run"}`,
  ].join("\n");
}

/** A request is shown as it is: neither wrapped nor with its times made local. */
function writeText({ id, method, path, contentType, body }: Write, view: View): string {
  const color = paint(view);
  const lines = [
    color.bold(printable(`write ${id}: ${method} ${path}`)),
    color.dim(printable(`content-type ${contentType}`)),
    printable(shownJson(JSON.stringify(body, null, 2))),
  ];
  return lines.map((line) => legible(line, view)).join("\n");
}
