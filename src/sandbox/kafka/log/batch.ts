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

/** Where the batch around an offset begins and ends, whether anything is left in it or not. */
function boundsAround(
  partition: KafkaPartition,
  offset: number,
  end: number,
  isOneTime: boolean,
): { readonly base: number; readonly stop: number; readonly transaction: KafkaTransaction | undefined } {
  const aligned = Math.floor(offset / ALIGNMENT) * ALIGNMENT;
  const transactions = partition.transactions?.(aligned, aligned + ALIGNMENT) ?? [];
  const cuts = transactions.flatMap(cutsOf);
  let base = Math.max(aligned, ...cuts.filter((cut) => cut <= offset));
  let stop = Math.min(aligned + ALIGNMENT, end, ...cuts.filter((cut) => cut > offset));
  if (isOneTime) {
    const time = partition.timestampOf(offset);
    while (base < offset && partition.timestampOf(base) !== time) {
      base += 1;
    }
    while (stop > offset + 1 && partition.timestampOf(stop - 1) !== time) {
      stop -= 1;
    }
  }
  return { base, stop, transaction: transactions.find((one) => owns(one, offset)) };
}

/**
 * The first batch that reaches to `offset` or beyond, before `end`; undefined: none is left there. As on a real broker
 * it may begin before `offset`, and compaction may have left nothing in it from there on: readers skip what they did
 * not ask for. `isOneTime`: all records of a batch have the same time, as they must where the broker writes it.
 */
export function batchFrom(
  partition: KafkaPartition,
  offset: number,
  end: number,
  isOneTime: boolean,
): Batch | undefined {
  const nextKept = partition.nextKept ?? ((one: number) => one);
  for (const around of [offset, nextKept(offset)]) {
    if (around >= end) {
      return undefined;
    }
    const { base, stop, transaction } = boundsAround(partition, around, end, isOneTime);
    const offsets: number[] = [];
    for (let one = nextKept(base); one < stop; one = nextKept(one + 1)) {
      offsets.push(one);
    }
    if (offsets.length > 0) {
      return {
        baseOffset: base,
        lastOffset: stop - 1,
        offsets,
        isMarker: transaction?.marker?.offset === around,
        ...(transaction === undefined ? {} : { transaction }),
      };
    }
  }
  return undefined;
}
