import type { AlertMatcher } from "../alertmanager-client.ts";

/** A matcher as Alertmanager and amtool write it, e.g. `alertname="FeatureStoreDown"`. */
export function matcherText({ name, value, isRegex, isEqual }: AlertMatcher): string {
  const operator = isRegex ? (isEqual ? "=~" : "!~") : isEqual ? "=" : "!=";
  return `${name}${operator}${quoted(value)}`;
}

/** The labels as matchers that want exactly them, by name. */
export function exactly(labels: Readonly<Record<string, string>>): readonly AlertMatcher[] {
  return Object.entries(labels)
    .map(([name, value]) => ({ name, value, isRegex: false, isEqual: true }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** As both of Alertmanager's parsers read it: a quote, a backslash and a line feed escaped, all else as it is. */
function quoted(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
