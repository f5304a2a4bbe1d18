import type { RunDocument } from "../../core/document/run-document.ts";
import { bigopsCommand } from "../../core/text/bigops-command.ts";
import { plainText } from "../../core/text/plain-text.ts";
import { localTimes, nearby } from "./moment.ts";
import { approvalSteps, type NextStep } from "./next-steps.ts";
import type { View } from "./view.ts";

/** A title or a summary is a line; what is longer is in the JSON document. */
const LENGTH = 200;

/** A run that waits for an approval, in a few lines: for logs beside a stdout that is kept for another program. */
export function waitingLines(document: RunDocument, view: View): readonly NextStep[] {
  const { run, causes, proposals } = document;
  const said = (words: string): NextStep => ({ words: localTimes(words, view), command: null });
  const found = causes.length === 0 ? "no cause found" : causes.map(({ title }) => plainText(title, LENGTH)).join("; ");
  const open = proposals.filter(({ status }) => status === "proposed");
  return [
    said(`run ${run.id} in ${run.environment}: ${found}`),
    ...open.map(({ id, plan, digest, expiresAt }) =>
      said(
        `proposal ${id}: ${plainText(plan.summary, LENGTH)}${digest === null ? "" : `, digest ${digest}`}${expiresAt === null ? "" : `; awaits approval until ${nearby(Date.parse(expiresAt), view)}`}`,
      ),
    ),
    ...(open.length === 0
      ? [said("no change is proposed; the escalation clock is kept")]
      : approvalSteps(document, view)),
    { words: "all of it", command: bigopsCommand(`show ${run.id}`, view.stateDir) },
  ];
}
