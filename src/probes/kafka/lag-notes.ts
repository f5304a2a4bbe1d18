import type { LagFacts } from "./lag-facts.ts";
import type { LagObserved } from "./observe-lag.ts";
import type { PartitionLag } from "./partition-lag.ts";

/** What deserves attention beside the verdict, a line each. */
export function lagNotes(
  facts: LagFacts,
  observed: LagObserved,
  partitions: readonly PartitionLag[],
): readonly string[] {
  const { totalLag, members, groupKind, groupState, groupExists, advancing, partitionsTotal } = observed;
  const behind = (totalLag ?? 0) > 0;
  const named = new Set(partitions.filter(({ state }) => state === "behind").map(({ facts: { topic } }) => topic));
  const compacted = [...named].filter((topic) => facts.settings[topic]?.compacted === true);
  const unknownRetention = [...named].filter((topic) => facts.settings[topic] === null);
  const markers = partitions.filter(({ facts: { unread } }) => unread?.kind === "nothing").length;
  const hidden = partitionsTotal - observed.partitions.length;
  return [
    ...(groupKind === "commits-only" && groupExists
      ? [
          "nobody joins this group, somebody commits for it (Flink, manual assignment): its commits move when a checkpoint completes",
        ]
      : []),
    ...(groupKind === "classic" && groupState === "Empty" && behind
      ? ["the group has no members: nobody reads for it"]
      : []),
    ...(groupKind === "unknown" && groupExists && members === null
      ? ["the group's state cannot be told: this broker does not describe groups of the newer protocol"]
      : []),
    ...(advancing === false && behind && facts.windowSeconds !== null && groupKind !== "commits-only"
      ? [
          `no commit moved within ${facts.windowSeconds.toFixed(1)} s: rates say little of a group that commits less often`,
        ]
      : []),
    ...(markers > 0 ? [`partitions where nothing but transaction markers or aborted records is left: ${markers}`] : []),
    ...(compacted.length > 0 ? [`compacted, so that the count overstates: ${some(compacted)}`] : []),
    ...(unknownRetention.length > 0
      ? [`until when records are kept cannot be read (DescribeConfigs is not granted): ${some(unknownRetention)}`]
      : []),
    ...(partitions.some(({ fromFuture }) => fromFuture)
      ? ["some first unread records are from the future: the producers' clocks and this one differ"]
      : []),
    ...uncertainty(partitions),
    ...(hidden > 0 ? [`${hidden} more partitions are not listed, all less far behind`] : []),
  ];
}

function uncertainty(partitions: readonly PartitionLag[]): readonly string[] {
  const spans = partitions.map(({ facts: { unread } }) => {
    if (unread?.kind === "record") return unread.uncertainMs;
    return unread?.kind === "between" ? unread.latestMs - unread.earliestMs : 0;
  });
  const widest = spans.reduce((most, span) => Math.max(most, span), 0);
  return widest > 1_000 ? [`ages are known to ${(widest / 1_000).toFixed(1)} s`] : [];
}

function some(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}
