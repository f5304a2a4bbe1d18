import { HIDDEN } from "../../core/text/hidden.ts";
import { foreignText } from "../../core/text/foreign-text.ts";

/** Labels of the platform's own parts. Any other may hold the id of an entity, which belongs in no report. */
const SHOWN_LABELS: ReadonlySet<string> = new Set([
  "feature_group",
  // The kind of an entity, e.g. listing; its id has another label.
  "entity_type",
  "namespace",
  "model",
  "version",
  "pipeline",
  "task",
  "topic",
  "partition",
  "shard",
  "subtask",
  "subtask_index",
  "pod",
  "node",
  "instance",
  "component",
  "level",
  "error_type",
  "source_type",
  "priority",
  "job",
  "severity",
  "team",
  "service",
  "cluster",
]);

/** Whether the values of a label may stand in a report. */
export function isShownLabel(label: string): boolean {
  return SHOWN_LABELS.has(label);
}

/** A key as it may be shown: the label's value, or that it is hidden. */
export function shownKey(label: string, key: string): string {
  if (key === "") return `no ${label}`;
  return isShownLabel(label) ? foreignText(key, 80) : HIDDEN;
}
