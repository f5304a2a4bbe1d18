import type { RunDocument } from "../../../src/core/document/run-document.ts";
import { CRASHING, PODS } from "./wide-objects.ts";

/** A page of a terminal. */
const LINES_MOST = 60;

/** What each check must find, by arithmetic on what was served, and each limit that it must say on both ways. */
const EXPECTED: readonly {
  readonly check: string;
  readonly observed: Readonly<Record<string, unknown>>;
  readonly limits: readonly RegExp[];
}[] = [
  {
    check: "pods",
    observed: { desired: PODS, total: PODS, ready: PODS - CRASHING, unhealthyTotal: CRASHING },
    limits: [/390 more pods in trouble are not listed/],
  },
  { check: "rollout", observed: { revision: 1_000, changesTotal: 1 }, limits: [] },
  { check: "endpoints", observed: { ready: PODS - CRASHING, notReady: CRASHING }, limits: [] },
  {
    check: "logs",
    observed: { lines: 100_000, errors: 100_000, podsTotal: PODS, podsRead: 50, cut: true, patternsTotal: 1 },
    limits: [/only 50 pods are read, and 4949 more/, /50 of 50 logs are longer than what was read of them/],
  },
];

/** In what the run does not tell what it must: a sentence each. */
export function toldOfPods({ checks }: RunDocument, screen: string): readonly string[] {
  const seen = screen.replace(/\s+/g, " ");
  const lines = screen.split("\n").length;
  return [
    ...EXPECTED.flatMap(({ check, observed, limits }) => {
      const told = checks.find(({ id }) => id === check);
      const wrong = Object.entries(observed).filter(([key, value]) => told?.observed[key] !== value);
      return [
        ...wrong.map(
          ([key, value]) => `${check}: ${key} is ${String(told?.observed[key])}, served was ${String(value)}`,
        ),
        ...limits.flatMap((limit) => [
          ...(told?.notes.some((note) => limit.test(note)) === true ? [] : [`${check}: JSON does not say ${limit}`]),
          ...(limit.test(seen) ? [] : [`${check}: the screen does not say ${limit}`]),
        ]),
      ];
    }),
    ...(lines <= LINES_MOST ? [] : [`the screen has ${lines} lines:\n${screen}`]),
  ];
}
