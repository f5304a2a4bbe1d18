import { diffLines } from "diff";
import type { Json } from "../../core/json.ts";
import type { Change } from "../../core/plan/plan.ts";
import { legible, paint, type View } from "./view.ts";

/** A change as a diff of its lines, "-" what goes and "+" what comes; whole, however long. */
export function changeDiff({ path, from, to }: Change, view: View): string {
  const color = paint(view);
  const parts = diffLines(text(from), text(to));
  const lines = parts.flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, "")
      .split("\n")
      .map((line) => {
        const shown = legible(line, view);
        return added ? color.green(`  + ${shown}`) : removed ? color.red(`  - ${shown}`) : `    ${shown}`;
      }),
  );
  return [legible(`change ${path}`, view), ...lines].join("\n");
}

/** null is the absence of the value: no line at all. */
function text(value: Json): string {
  if (value === null) return "";
  return `${typeof value === "string" ? value : JSON.stringify(value, null, 2)}\n`;
}
