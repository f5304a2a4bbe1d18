import type { z } from "zod";
import type { Evidence, Judgement } from "../../core/check/check-result.ts";
import { foreignText } from "../../core/text/foreign-text.ts";
import { median } from "../baseline/robust-score.ts";
import { spanWords } from "../moment.ts";
import { quantity } from "../../core/text/quantity.ts";
import type { DistributionFacts } from "./distribution-facts.ts";
import type { distributionObserved } from "./distribution-observed.ts";
import { effectiveKeys, hotShareBound } from "./even-share.ts";
import { shownKey } from "./shown-key.ts";

export interface DistributionRules {
  readonly label: string;
  /** Whether the values are rates, to be counted over the window, or counts already. */
  readonly values: "per-second" | "count";
  /** Events that a window must have before it says anything. */
  readonly leastVolume: number;
}

type DistributionObserved = z.infer<typeof distributionObserved>;

/** With three keys or fewer no share can be above three times the even one. */
const KEYS_LEAST = 4;

/** One window counted: whether `index` was hot in it; null when it has too little to tell. */
interface Counted {
  readonly volume: number;
  readonly bound: number | null;
  readonly shares: readonly number[] | null;
}

/**
 * Fails when one key takes far more than its share in every window; passes when the busiest key of now was not hot in one of them; otherwise
 * undecided: too few keys, too few events, values that are no loads.
 */
export function judgeDistribution(
  facts: DistributionFacts,
  rules: DistributionRules,
): Judgement & { readonly decides: boolean } {
  const counted = facts.windows.map(({ values }) => count(values, facts.windowMs, rules));
  const now = counted[0] ?? { volume: 0, bound: null, shares: null };
  const ranked = (now.shares ?? []).map((share, index) => ({ share, index })).toSorted((a, b) => b.share - a.share);
  const busiest = ranked[0] ?? null;
  const heat = counted.map((window) => isHot(window, busiest?.index ?? -1));
  const coolAt = heat.findIndex((hot) => hot !== true);
  const hot = facts.keys.length < KEYS_LEAST ? null : verdictOver(heat);
  const values = facts.windows[0]?.values ?? [];
  const clear = facts.warnings.length === 0 && values.every(isLoad);
  const middle = median(values);
  const observed: DistributionObserved = {
    keys: facts.keys.length,
    volume: now.volume,
    maxShare: busiest?.share ?? null,
    maxKey: busiest === null ? null : shownKey(rules.label, facts.keys[busiest.index] ?? ""),
    bound: now.bound,
    maxOverMedian: busiest === null || middle === null || middle <= 0 ? null : Math.max(...values) / middle,
    effectiveKeys: now.shares === null ? null : effectiveKeys(now.shares),
    windowsHot: coolAt === -1 ? heat.length : coolAt,
    hot,
    tooLittle: hot === null && facts.keys.length > 0 && clear,
    top: ranked
      .slice(0, 10)
      .map(({ share, index }) => ({ key: shownKey(rules.label, facts.keys[index] ?? ""), share })),
  };
  const decides = now.shares !== null && facts.warnings.length === 0;
  return {
    decides,
    verdict: !decides || hot === null ? "inconclusive" : hot ? "fail" : "pass",
    summary: summarize(facts, observed, rules),
    observed,
    evidence: evidenceOf(facts, observed, counted, rules),
    flip:
      decides && hot !== null && observed.bound !== null
        ? `a share of the busiest key ${hot ? "of at most" : "above"} ${quantity(observed.bound, "ratio")} in ${hot ? "any" : "every"} window`
        : null,
    notes: facts.infos.slice(0, 3).map((info) => foreignText(info, 200)),
  };
}

function count(values: readonly number[], windowMs: number, rules: DistributionRules): Counted {
  const sum = values.reduce((total, value) => total + value, 0);
  const volume = rules.values === "count" ? sum : (sum * windowMs) / 1_000;
  const loads = values.every(isLoad);
  if (!loads || !(volume >= rules.leastVolume) || volume <= 0)
    return { volume: loads ? volume : 0, bound: null, shares: null };
  return { volume, bound: hotShareBound(values.length, volume), shares: values.map((value) => value / sum) };
}

function isLoad(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}

function isHot({ bound, shares }: Counted, index: number): boolean | null {
  const share = shares?.[index];
  return bound === null || share === undefined ? null : share > bound;
}

/** One cool window is enough for no; a window that says nothing leaves it open. */
function verdictOver(heat: readonly (boolean | null)[]): boolean | null {
  if (heat.includes(false)) return false;
  return heat.length === 0 || heat.includes(null) ? null : true;
}

function summarize(facts: DistributionFacts, observed: DistributionObserved, rules: DistributionRules): string {
  const { keys, volume, maxShare, maxKey, bound, hot, windowsHot } = observed;
  if (keys === 0) return "the query returned nothing: no such series, or no traffic";
  if (maxShare === null || bound === null) {
    const broken = facts.windows[0]?.values.some((value) => !isLoad(value)) ?? false;
    return broken
      ? `some values are no loads (negative or not a number): shares of them say nothing`
      : `${round(volume)} events in ${spanWords(facts.windowMs)} are too few to tell (at least ${rules.leastVolume})`;
  }
  const busiest = `${maxKey} takes ${quantity(maxShare, "ratio")} of ${keys} keys`;
  if (facts.warnings.length > 0) return `${busiest}, but Prometheus warns about its answer`;
  if (keys < KEYS_LEAST) return `${busiest}: too few keys to call one hot`;
  const limit = `limit ${quantity(bound, "ratio")}`;
  const windows = `${facts.windows.length} windows of ${spanWords(facts.windowMs)}`;
  if (hot === true) return `${busiest} (${limit}), in all ${windows}`;
  if (windowsHot === 0) return `${busiest}, none is hot (${limit})`;
  return hot === null
    ? `${busiest} (${limit}) in ${windowsHot} of ${windows}; before, there is too little to tell`
    : `${busiest} (${limit}), but only in ${windowsHot} of ${windows}`;
}

function evidenceOf(
  { windows, warnings }: DistributionFacts,
  { maxShare, bound, top }: DistributionObserved,
  counted: readonly Counted[],
  { label }: DistributionRules,
): readonly Evidence[] {
  return [
    { what: "share of the busiest key", value: maxShare, ...(bound !== null && { limit: bound }), unit: "ratio" },
    ...top.slice(0, 5).map(({ key, share }) => ({ what: `share of ${label} ${key}`, value: share, unit: "ratio" })),
    ...windows.slice(0, 10).map(({ endAtMs }, index) => ({
      what: "events in the window that ends",
      value: round(counted[index]?.volume ?? 0),
      atMs: endAtMs,
    })),
    ...warnings.slice(0, 5).map((warning) => ({ what: "Prometheus warns", value: foreignText(warning, 200) })),
  ];
}

function round(volume: number): number {
  return Math.round(volume);
}
