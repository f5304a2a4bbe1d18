import * as z from "zod";
import { seriesTest } from "../promql/promql.ts";

/** A matcher as a silence carries it. */
export const labelMatcher = z.object({
  name: z.string().min(1),
  value: z.string(),
  isRegex: z.boolean(),
  isEqual: z.boolean().default(true),
});

export type LabelMatcher = z.infer<typeof labelMatcher>;

type Labels = Readonly<Record<string, string>>;

/** Whether labels meet all matchers; a label that is missing is empty. @throws PromQLError for a pattern that is none. */
export function meetsAll(matchers: readonly LabelMatcher[]): (labels: Labels) => boolean {
  const test = seriesTest(
    matchers.map(({ name, value, isRegex, isEqual }) => ({
      name,
      value,
      op: isRegex ? (isEqual ? "=~" : "!~") : isEqual ? "=" : "!=",
    })),
  );
  return (labels) => test({ ...labels });
}

const FILTER = /^([a-zA-Z_:][\w:]*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^"\s][^"]*)?)$/s;

/** A matcher as `filter` carries it, e.g. `alertname="X"`; undefined for what is none. */
export function parseFilter(text: string): LabelMatcher | undefined {
  const [, name, operator, quoted, plain] = FILTER.exec(text.trim()) ?? [];
  if (name === undefined || operator === undefined) return undefined;
  const value = quoted?.replace(/\\(.)/gs, (_, escaped: string) => (escaped === "n" ? "\n" : escaped)) ?? plain ?? "";
  return { name, value, isRegex: operator.endsWith("~"), isEqual: operator.startsWith("=") };
}
