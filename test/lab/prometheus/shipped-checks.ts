import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import { actions } from "../../../src/actions/index.ts";
import { parseRunbook } from "../../../src/core/runbook/parse-runbook.ts";
import { renderArgs } from "../../../src/core/runbook/render-args.ts";
import { resolveParameters } from "../../../src/core/runbook/resolve-parameters.ts";
import type { Check, Runbook } from "../../../src/core/runbook/runbook.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";
import { probes } from "../../../src/probes/index.ts";
import { queryWindowMs } from "../../../src/probes/prometheus/query-window.ts";
import { selectorsOf } from "../../../src/probes/prometheus/selectors.ts";

/** What a check looks at: all of a span that ends so long before now. */
type Look = { readonly agoMs: number; readonly spanMs: number };

/** A check of Prometheus as the program asks it: parameters filled in. */
export type ShippedCheck = Pick<Check, "id" | "probe" | "expect"> & {
  readonly args: unknown;
  readonly query: string;
  readonly metrics: readonly string[];
  readonly looks: readonly Look[];
};

/** A selector of present values takes samples up to this age. */
const STALE_MS = 300_000;
/** How far back a query's breach is looked for here; what the runbooks leave at an hour only costs time. */
const LOOKBACK_MS = 600_000;

const argsSchema = z.object({
  query: z.string(),
  lookback: z.number().optional(),
  against: z.array(z.number()).optional(),
  windows: z.number().optional(),
  window: z.number().optional(),
});

const folder = new URL("../../../runbooks/", import.meta.url);

/** Every shipped runbook, in the order of their names. */
export const shippedRunbooks: readonly Runbook[] = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml"))
  .toSorted()
  .map((file) => {
    const parsed = parseRunbook(readFileSync(new URL(file, folder), "utf8"), file, { probes, actions });
    if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
    return parsed.runbook;
  });

/** The checks of Prometheus that a runbook makes, with its defaults but for the given parameters, where it has them. */
export function shippedChecks(
  runbook: Runbook,
  parameters: Readonly<Record<string, string>> = {},
): readonly ShippedCheck[] {
  const resolved = resolveParameters(runbook, parameters, {});
  if (!resolved.ok) throw new Error(resolved.problems.join("\n"));
  return runbook.investigation
    .filter(({ probe }) => probe.startsWith("prometheus."))
    .map(({ id, probe: type, args: written, expect }) => {
      const probe = probes.get(type);
      if (probe === undefined) throw new Error(`no probe ${type}`);
      const shorter = type === "prometheus.query" ? { lookback: `${LOOKBACK_MS / 1000}s` } : {};
      const args = renderArgs({ ...written, ...shorter }, resolved.parameters, probe.args);
      const { query, lookback = 0, against = [], windows = 1, window = 0 } = argsSchema.parse(args);
      const windowMs = Math.max(queryWindowMs(query) ?? 0, window);
      const spanMs = windowMs * windows + lookback + STALE_MS;
      const looks = [0, ...against].map((agoMs) => ({ agoMs, spanMs }));
      const metrics = [...new Set(selectorsOf(query).flatMap(({ metric }) => metric ?? []))];
      return { id, probe: type, expect, args, query, metrics, looks };
    });
}
