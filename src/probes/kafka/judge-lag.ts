import type { Evidence, Judgement } from "../../core/check/check-result.ts";
import type { Verdict } from "../../core/check/verdict.ts";
import { foreignText } from "../../core/text/foreign-text.ts";
import { spanWords } from "../moment.ts";
import { quantity } from "../../core/text/quantity.ts";
import { lagNotes } from "./lag-notes.ts";
import type { LagFacts } from "./lag-facts.ts";
import { knownToHang } from "./observe-transactions.ts";
import { observeLag, type LagObserved } from "./observe-lag.ts";
import { mayBeHeld } from "./may-be-held.ts";
import { LOOKED_AT } from "./open-transactions.ts";
import { isRead, type PartitionLag } from "./partition-lag.ts";

/** Limits of a fail condition as simple as `maxLagSeconds > 300`, for words alone. */
export interface LagLimits {
  readonly maxLagSeconds?: number;
  readonly totalLag?: number;
}

export interface JudgedLag {
  readonly judgement: Judgement;
  /** Some partition's lag cannot be told. */
  readonly unseen: boolean;
}

/**
 * Fails when records were deleted unread and when a transaction hangs; how much lag is too much is the check's own condition. Where any partition's
 * lag cannot be told it does not pass: what is not seen may be any number.
 */
export function judgeLag(facts: LagFacts, transactionAgeMs: number, limits: LagLimits): JudgedLag {
  const { observed, partitions } = observeLag(facts, transactionAgeMs);
  const unseen = unseenWords(facts, observed, partitions, transactionAgeMs);
  const lost = lostWords(observed, knownToHang(facts, transactionAgeMs), transactionAgeMs);
  const verdict: Verdict = lost.length > 0 ? "fail" : unseen === null ? "pass" : "inconclusive";
  const words = [...lost, ...(unseen === null ? [] : [unseen])];
  const known = observed.totalLag === null ? [] : [lagWords(observed, partitions, limits)];
  const oldest = partitions.find(({ lagSeconds }) => lagSeconds !== null && lagSeconds === observed.maxLagSeconds);
  const judgement: Judgement = {
    verdict,
    summary: [...known, ...words].join("; "),
    observed,
    evidence: evidenceOf(observed, partitions, oldest, limits),
    flip: flipOf(limits),
    notes: lagNotes(facts, observed, partitions),
  };
  return { judgement, unseen: unseen !== null };
}

/** e.g. "5.2 min behind (limit 5 min), 15200 records; never catches up at 120 /s in, 80 /s out" */
function lagWords(observed: LagObserved, partitions: readonly PartitionLag[], limits: LagLimits): string {
  const { totalLag, maxLagSeconds, producedPerSecond, consumedPerSecond, catchUpSeconds } = observed;
  const limit = (value: number | undefined, unit: "seconds" | "count") =>
    value === undefined ? "" : ` (limit ${quantity(value, unit)})`;
  const seconds = limit(limits.maxLagSeconds, "seconds");
  const count = limit(limits.totalLag, "count");
  const known = partitions.filter(({ lag }) => lag !== null);
  if (totalLag === null || known.every(isRead))
    return `all is read${seconds}${totalLag === null || totalLag === 0 ? "" : `, but for ${totalLag} markers or aborted records`}`;
  // The age of those that are read says nothing of one whose age cannot be told.
  const untold = maxLagSeconds === null || (maxLagSeconds === 0 && known.some(({ lagSeconds }) => lagSeconds === null));
  const behind = untold ? "" : `${quantity(maxLagSeconds, "seconds")} behind${seconds}, `;
  const records = `${behind}${totalLag} ${totalLag === 1 ? "record" : "records"}${count}`;
  if (producedPerSecond === null) return records;
  if (consumedPerSecond === null) return `${records}; ${quantity(producedPerSecond, "per-second")} come in`;
  const rates = `at ${quantity(producedPerSecond, "per-second")} in, ${quantity(consumedPerSecond, "per-second")} out`;
  if (catchUpSeconds !== null) return `${records}; caught up in ${spanWords(catchUpSeconds * 1_000)} ${rates}`;
  return `${records}; ${consumedPerSecond === 0 ? "no commit moved" : "never catches up"} ${rates}`;
}

/** What was lost or is stuck whatever the limits. */
function lostWords(observed: LagObserved, hanging: number, transactionAgeMs: number): readonly string[] {
  const { expiredRecords = 0 } = observed;
  return [
    ...(expiredRecords === 0 ? [] : [`${expiredRecords} records were ${deletedWords(observed)}`]),
    ...(hanging === 0
      ? []
      : [`a transaction open for more than ${spanWords(transactionAgeMs)} holds back ${partitionsOf(hanging)}`]),
  ];
}

/** A job that commits for its checkpoints alone may have read long since what it has not committed: Kafka cannot tell that it is lost. */
function deletedWords({ groupKind }: LagObserved): string {
  return groupKind === "commits-only" ? "deleted before they were committed" : "deleted unread";
}

/** null: every partition's lag is known. */
function unseenWords(
  facts: LagFacts,
  observed: LagObserved,
  partitions: readonly PartitionLag[],
  transactionAgeMs: number,
): string | null {
  const { noCommit, beyondEnd, unreadable, groupExists, partitionsTotal } = observed;
  if (!groupExists)
    return "there is no such group: never committed, expired since its last commit (offsets.retention.minutes), or its name is another";
  if (partitionsTotal === 0 && facts.missing.length === 0)
    return "the group has no commit that this user may see: it never committed, or Describe on its topics is not granted";
  const untimed = partitions.filter(({ lag, lagSeconds }) => lag !== null && lagSeconds === null);
  const trouble = partitions.find(({ facts: each }) => each.trouble !== null)?.facts.trouble;
  const untold = partitions.filter((each) => mayBeHeld(each, transactionAgeMs)).length;
  const why = whyUntimed(untimed[0]);
  const words = [
    ...(noCommit === 0 ? [] : [`${partitionsOf(noCommit)} without a commit: how far behind cannot be told`]),
    ...(beyondEnd === 0
      ? []
      : [`${partitionsOf(beyondEnd)} committed beyond the end: was the topic recreated or truncated?`]),
    ...(unreadable === 0 ? [] : [`${partitionsOf(unreadable)} could not be read: ${foreignText(trouble ?? "", 160)}`]),
    ...(untimed.length === 0 ? [] : [`${partitionsOf(untimed.length)} whose age cannot be told${why}`]),
    ...(untold === 0
      ? []
      : [
          `${partitionsOf(untold)} where a transaction may hang that could not be looked at (that takes the ACL Read on the topic; at most ${LOOKED_AT} are looked at)`,
        ]),
    ...facts.missing.slice(0, 3).map(({ topic, words: why }) => `topic ${topic}: ${foreignText(why, 160)}`),
  ];
  return words.length === 0 ? null : words.join("; ");
}

function whyUntimed(untimed: PartitionLag | undefined): string {
  if (untimed?.fromFuture === true) return ": its first unread record is from the future";
  const unread = untimed?.facts.unread;
  return unread?.kind === "unknown" ? `: ${foreignText(unread.words, 160)}` : "";
}

function evidenceOf(
  observed: LagObserved,
  partitions: readonly PartitionLag[],
  oldest: PartitionLag | undefined,
  limits: LagLimits,
): readonly Evidence[] {
  const { maxLagSeconds, totalLag, groupState, expiredRecords = 0 } = observed;
  return [
    { what: "group", value: groupState },
    {
      what: `age of the oldest unread record${clockOf(oldest)}`,
      value: maxLagSeconds,
      unit: "seconds",
      ...(limits.maxLagSeconds === undefined ? {} : { limit: limits.maxLagSeconds }),
    },
    {
      what: "records behind",
      value: totalLag,
      unit: "records",
      ...(limits.totalLag === undefined ? {} : { limit: limits.totalLag }),
    },
    ...(expiredRecords === 0
      ? []
      : [{ what: `records ${deletedWords(observed)}`, value: expiredRecords, unit: "records" }]),
    ...partitions
      .filter(({ state }) => state !== "caught-up")
      .slice(0, 5)
      .map(({ facts, state, lag, lagSeconds }) => ({
        what: `${facts.topic}/${facts.partition} is ${state}`,
        value: lagSeconds === null ? "age not known" : `${quantity(lagSeconds, "seconds")}, ${lag ?? "?"} records`,
      })),
  ];
}

/** Whose time an age is by: a producer may say what it likes, and a broker says when a record came. */
function clockOf(oldest: PartitionLag | undefined): string {
  const unread = oldest?.facts.unread;
  if (unread?.kind === "between") return ", at most, by the log's times";
  if (unread?.kind !== "record") return "";
  return unread.logAppendTime ? ", by the broker's clock (LogAppendTime)" : ", by its producer's clock (CreateTime)";
}

function flipOf({ maxLagSeconds, totalLag }: LagLimits): string | null {
  if (maxLagSeconds !== undefined) return `an oldest unread record of ${quantity(maxLagSeconds, "seconds")}`;
  return totalLag === undefined ? null : `a lag of ${totalLag} records`;
}

function partitionsOf(count: number): string {
  return count === 1 ? "1 partition" : `${count} partitions`;
}
