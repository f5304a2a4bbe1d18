import type { RunDocument } from "../../core/document/run-document.ts";
import { paragraph } from "./block.ts";
import { stamp } from "./moment.ts";
import { paint, type View } from "./view.ts";

/** Which run it goes on with, and whether that one can still send anything. */
function goesOnWith({ origin, mode }: RunDocument["run"]): readonly string[] {
  if (origin === null) return [];
  const from = `goes on with run ${origin.run} of ${origin.user}@${origin.host}`;
  if (origin.fenced) return [`${from}, which is over (epoch ${origin.epoch})`];
  if (mode !== "run") return [from];
  return origin.problem === null
    ? [from]
    : [`${from}, which cannot be fenced: ${origin.problem}; see that it is stopped`];
}

/** What this is about: title, severity, environment with its place, and the run. Its start is the one time that names the zone. */
export function head({ run }: RunDocument, view: View): string {
  const color = paint(view);
  const where = run.place === "" ? run.environment : `${run.environment} (${run.place})`;
  const mode = run.mode === "run" ? [] : [run.mode];
  const parts = [color.bold(run.title), run.severity, where, ...mode, `run ${run.id}`];
  const began = color.dim(`began ${stamp(Date.parse(run.startedAt), view)} by ${run.operator}`);
  const readOnly =
    run.readOnly && run.mode === "run" ? [color.yellow("read-only environment: nothing is ever applied here")] : [];
  const unrecorded = run.recorded ? [] : [color.yellow("not recorded: nothing can be approved in this run")];
  return [parts.join(" · "), began, ...goesOnWith(run).map((line) => color.yellow(line)), ...readOnly, ...unrecorded]
    .map((line) => paragraph(line, 0, view))
    .join("\n");
}
