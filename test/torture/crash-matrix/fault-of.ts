import type { CrashedRun } from "./crashed-run.ts";
import type { SceneName } from "./scenes.ts";

const ENDS = ["resolved", "healthy"];

/** Which promise a run broke whose processes crashed; null: none. */
export function faultOf(scene: SceneName, { moments, outcome, pages, written }: CrashedRun): string | null {
  if (written.length !== 1) return `the change was made ${written.length} times: ${written.join(", ")}`;
  for (const [index, moment] of moments.entries()) {
    const types = moment.events.map(({ type }) => type);
    if (moment.written.length > 0 && !types.includes("intended"))
      return `process ${index + 1} changed something, and its intent is not on the disk: ${types.join(", ")}`;
    if (moment.written.length > 0 && !types.includes("approved"))
      return `process ${index + 1} changed something, and its approval is not on the disk: ${types.join(", ")}`;
  }
  if (outcome === null || !ENDS.includes(outcome)) return `the run ended as ${outcome}`;
  if (scene === "page" && !pages.some((page) => page.startsWith("page secondary")))
    return `nobody was paged: ${pages.join(", ")}`;
  return null;
}
