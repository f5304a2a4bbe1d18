import type { KafkaPartition, KafkaTransaction } from "../kafka-state.ts";

/** A batch begins at each multiple, so that the same records always come in the same batches. */
const ALIGNMENT = 16;

/** What one producer wrote at once, or one transaction marker; offsets keep their place when compaction removed others. */
export interface Batch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  /** Those that compaction left, rising; at least one. */
  readonly offsets: readonly number[];
  readonly transaction?: KafkaTransaction;
  readonly isMarker: boolean;
}

function owns(transaction: KafkaTransaction, offset: number): boolean {
  return transaction.marker?.offset === offset || (transaction.firstOffset <= offset && offset < transaction.endOffset);
}

function cutsOf({ firstOffset, endOffset, marker }: KafkaTransaction): number[] {
  return [firstOffset, endOffset, ...(marker === undefined ? [] : [marker.offset, marker.offset + 1])];
}

/**
 * The batch with the first record at `offset` or later, before `end`; undefined: none is left there.
 * It may begin before `offset`, as on a real broker: readers skip what they did not ask for.
 * `isOneTime`: all records of a batch have the same time, as they must where the broker writes it.
 */
export function batchFrom(
  partition: KafkaPartition,
  offset: number,
  end: number,
  isOneTime: boolean,
): Batch | undefined {
  const nextKept = partition.nextKept ?? ((one: number) => one);
  const first = nextKept(offset);
  if (first >= end) {
    return undefined;
  }
  const aligned = Math.floor(first / ALIGNMENT) * ALIGNMENT;
  const transactions = partition.transactions?.(aligned, aligned + ALIGNMENT) ?? [];
  const cuts = transactions.flatMap(cutsOf);
  let base = Math.max(aligned, ...cuts.filter((cut) => cut <= first));
  let stop = Math.min(aligned + ALIGNMENT, end, ...cuts.filter((cut) => cut > first));
  if (isOneTime) {
    const time = partition.timestampOf(first);
    while (base < first && partition.timestampOf(base) !== time) {
      base += 1;
    }
    while (stop > first + 1 && partition.timestampOf(stop - 1) !== time) {
      stop -= 1;
    }
  }
  const offsets: number[] = [];
  for (let one = nextKept(base); one < stop; one = nextKept(one + 1)) {
    offsets.push(one);
  }
  const transaction = transactions.find((one) => owns(one, first));
  return {
    baseOffset: base,
    lastOffset: stop - 1,
    offsets,
    isMarker: transaction?.marker?.offset === first,
    ...(transaction === undefined ? {} : { transaction }),
  };
}
