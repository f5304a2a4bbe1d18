/** A label set: sorted by name, without empty values (to Prometheus an empty value is an absent label). */
export type Labels = readonly (readonly [name: string, value: string])[];

export const noLabels: Labels = [];

const metadataNames: ReadonlySet<string> = new Set(["__name__", "__type__", "__unit__"]);

export function labelsFromRecord(record: Record<string, string>): Labels {
  return Object.entries(record)
    .filter(([, value]) => value !== "")
    .sort(([a], [b]) => compareText(a, b));
}

export function labelsToRecord(labels: Labels): Record<string, string> {
  return Object.fromEntries(labels);
}

/** The label's value; empty when it is absent. */
export function labelValue(labels: Labels, name: string): string {
  return labels.find(([candidate]) => candidate === name)?.[1] ?? "";
}

export function keepLabels(labels: Labels, names: readonly string[]): Labels {
  return labels.filter(([name]) => names.includes(name));
}

export function dropLabels(labels: Labels, names: readonly string[]): Labels {
  return labels.filter(([name]) => !names.includes(name));
}

/** Without the metric's name, as after everything that changes what the value means. */
export function dropMetricName(labels: Labels): Labels {
  return labels.filter(([name]) => !metadataNames.has(name));
}

/** With the label set, or removed when the value is empty. */
export function withLabel(labels: Labels, name: string, value: string): Labels {
  const others = dropLabels(labels, [name]);
  if (value === "") return others;
  return [...others, [name, value] as const].sort(([a], [b]) => compareText(a, b));
}

/** A text that two label sets share exactly when they are equal. */
export function labelsKey(labels: Labels): string {
  return JSON.stringify(labels);
}

/** Prometheus's order of series: pair by pair by name, then value; the shorter first. */
export function compareLabels(a: Labels, b: Labels): number {
  for (const [index, [name, value]] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareText(name, other[0]) || compareText(value, other[1]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** For messages: `{__name__="up", job="api"}`. */
export function formatLabels(labels: Labels): string {
  return `{${labels.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(", ")}}`;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
