import type { RunDocument } from "../../core/document/run-document.ts";
import { plainText } from "../../core/text/plain-text.ts";
import { labelled } from "./block.ts";
import { localTimes } from "./moment.ts";
import { paint, type View } from "./view.ts";

/** Where the text of the lower sections begins. */
export const COLUMN = 12;

/** A cause is a sentence or three. */
const BECAUSE_LENGTH = 1_000;

/** The causes that hold, most specific first; failing symptoms that none explains are said, nothing is made up. */
export function causesSection(document: RunDocument, view: View): string | null {
  const color = paint(view);
  const causes = document.causes.flatMap((cause, index) => [
    labelled(index === 0 ? "Cause" : "also", color.bold(localTimes(cause.title, view)), 2, COLUMN, view),
    ...(cause.because === ""
      ? []
      : [labelled("", localTimes(plainText(cause.because, BECAUSE_LENGTH), view), 2, COLUMN, view)]),
  ]);
  const unexplained =
    document.unexplained.length === 0
      ? []
      : [
          labelled(
            "Unexplained",
            `${document.unexplained.join(", ")}: no cause of this runbook accounts for ${document.unexplained.length === 1 ? "it" : "them"}`,
            2,
            COLUMN + 3,
            view,
          ),
        ];
  const undecided = document.undecided.map(({ id, because }, index) =>
    labelled(
      index === 0 ? "Undecided" : "",
      `whether it is ${id} could not be told: ${localTimes(plainText(because, BECAUSE_LENGTH), view)}`,
      2,
      COLUMN + 3,
      view,
    ),
  );
  const lines = [...causes, ...unexplained, ...undecided];
  return lines.length === 0 ? null : lines.join("\n");
}
