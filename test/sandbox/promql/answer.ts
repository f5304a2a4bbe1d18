import { labelsFromRecord, labelsKey } from "../../../src/sandbox/promql/labels.ts";

/** What a query gave: series of values, each at its time, or a failure. */
export type Answer =
  | {
      type: "vector" | "matrix" | "scalar" | "string";
      series: readonly { labels: Record<string, string>; values: readonly (readonly [tMs: number, value: number])[] }[];
    }
  | { type: "failure"; status: number; errorType: string; message: string; kind?: string };

const relativeTolerance = 1e-9;

/**
 * Says where two answers differ, undefined where they do not: same kind, same labels, same times, values that are equal but
 * for the last bits. With `ordered` the series must also come in the same order.
 */
export function difference(expected: Answer, actual: Answer, ordered: boolean): string | undefined {
  if (expected.type === "failure" || actual.type === "failure") {
    const brief = (answer: Answer) =>
      answer.type === "failure" ? `${answer.status} ${answer.errorType}` : answer.type;
    if (brief(expected) === brief(actual)) return undefined;
    return `expected ${JSON.stringify(expected).slice(0, 300)}, got ${JSON.stringify(actual).slice(0, 300)}`;
  }
  if (expected.type !== actual.type) return `expected a ${expected.type}, got a ${actual.type}`;
  const keyed = (answer: typeof expected) =>
    answer.series.map(({ labels, values }) => ({ key: labelsKey(labelsFromRecord(labels)), values }));
  const [wanted, got] = [keyed(expected), keyed(actual)];
  if (!ordered) for (const list of [wanted, got]) list.sort((a, b) => (a.key < b.key ? -1 : 1));
  const names = (list: typeof wanted) => list.map(({ key }) => key).join(" ");
  if (names(wanted) !== names(got)) return `expected series ${names(wanted)}\n     got series ${names(got)}`;

  for (const [index, { key, values }] of wanted.entries()) {
    const others = got[index]?.values ?? [];
    if (values.length !== others.length) return `${key}: expected ${values.length} values, got ${others.length}`;
    for (const [at, [tMs, value]] of values.entries()) {
      const [otherMs, other] = others[at] ?? [Number.NaN, Number.NaN];
      if (tMs !== otherMs || !nearlyEqual(value, other)) {
        return `${key}: expected ${value} at ${tMs}, got ${other} at ${otherMs}`;
      }
    }
  }
  return undefined;
}

function nearlyEqual(a: number, b: number): boolean {
  if (Object.is(a, b) || a === b) return true;
  return Math.abs(a - b) <= relativeTolerance * Math.max(Math.abs(a), Math.abs(b));
}
