import { evaluateRange, parsePromQL, type SeriesSource } from "../promql/promql.ts";
import { hash32 } from "../random.ts";
import { SECOND_MS } from "../world/time.ts";
import type { AlertRule } from "./rules.ts";

/** How often Prometheus evaluates its rules. */
const INTERVAL_MS = 15 * SECOND_MS;

/** An alert that fires, as Prometheus sends it. */
export interface SandboxAlert {
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAtMs: number;
}

interface Pending {
  readonly labels: Readonly<Record<string, string>>;
  readonly sinceMs: number;
  readonly lastMs: number;
}

interface Evaluated {
  readonly rule: AlertRule;
  readonly pending: Map<string, Pending>;
  nextMs: number;
}

/** The alerts that the rules make of the series, evaluated at fixed times since `beginMs`: the same world has the same alerts, whenever it is asked. */
export class FiringAlerts {
  readonly #rules: readonly Evaluated[];
  readonly #source: SeriesSource;

  constructor(rules: readonly AlertRule[], source: SeriesSource, beginMs: number) {
    const nextMs = Math.ceil(beginMs / INTERVAL_MS) * INTERVAL_MS;
    this.#rules = rules.map((rule) => ({ rule, pending: new Map(), nextMs }));
    this.#source = source;
  }

  /** Those of the wanted rules that fire at the last evaluation before `nowMs`; a rule that nobody asks for costs nothing. */
  at(nowMs: number, wanted: (alertname: string) => boolean = () => true): readonly SandboxAlert[] {
    const lastMs = Math.floor(nowMs / INTERVAL_MS) * INTERVAL_MS;
    return this.#rules
      .filter(({ rule }) => wanted(rule.alert))
      .flatMap((one) => {
        if (lastMs >= one.nextMs) {
          this.#evaluate(one, one.nextMs, lastMs);
          one.nextMs = lastMs + INTERVAL_MS;
        }
        return firingOf(one);
      });
  }

  #evaluate({ rule, pending }: Evaluated, fromMs: number, toMs: number): void {
    const matrix = evaluateRange(parsePromQL(rule.expr), this.#source, fromMs, toMs, INTERVAL_MS);
    for (const { labels: own, values } of matrix) {
      const { __name__: _, ...rest } = own;
      const labels = { ...rest, alertname: rule.alert, severity: rule.severity, team: "ml-platform" };
      const key = JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      for (const [atMs] of values) {
        const before = pending.get(key);
        const unbroken = before !== undefined && before.lastMs === atMs - INTERVAL_MS;
        pending.set(key, { labels, sinceMs: unbroken ? before.sinceMs : atMs, lastMs: atMs });
      }
    }
  }
}

function firingOf({ rule, pending, nextMs }: Evaluated): readonly SandboxAlert[] {
  return [...pending].flatMap(([key, { labels, sinceMs, lastMs }]) => {
    if (lastMs !== nextMs - INTERVAL_MS || lastMs - sinceMs < rule.forMs) return [];
    const startsAtMs = sinceMs + Math.ceil(rule.forMs / INTERVAL_MS) * INTERVAL_MS;
    return [{ fingerprint: fingerprint(key), labels, annotations: annotationsOf(rule), startsAtMs }];
  });
}

function annotationsOf({ summary, runbook }: AlertRule): SandboxAlert["annotations"] {
  return { summary, ...(runbook !== undefined && { runbook }) };
}

function fingerprint(key: string): string {
  return [`a${key}`, `b${key}`].map((text) => hash32(text).toString(16).padStart(8, "0")).join("");
}
