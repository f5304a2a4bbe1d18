import type { KubeObject, Labels } from "../../world/objects.ts";
import { ageSince } from "../age.ts";

export type Cell = string | number;

/** A column of kubectl's table; `wide` ones are shown by -o wide only. */
export interface Column<T> {
  readonly name: string;
  readonly wide?: boolean;
  readonly type?: "string" | "integer";
  readonly cell: (object: T, nowMs: number) => Cell;
}

export const name: Column<KubeObject> = { name: "Name", cell: (object) => object.metadata.name };
export const age: Column<KubeObject> = {
  name: "Age",
  cell: (object, nowMs) => ageSince(object.metadata.creationTimestamp, nowMs),
};

/** Labels as kubectl shows them in a column. */
export function labelsText(labels: Labels | undefined): string {
  const text = Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .toSorted()
    .join(",");
  return text === "" ? "<none>" : text;
}
