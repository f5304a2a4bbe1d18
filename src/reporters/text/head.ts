import type { RunDocument } from "../../core/document/run-document.ts";
import { paragraph } from "./block.ts";
import { stamp } from "./moment.ts";
import { paint, type View } from "./view.ts";

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
  return [parts.join(" · "), began, ...readOnly, ...unrecorded].map((line) => paragraph(line, 0, view)).join("\n");
}
