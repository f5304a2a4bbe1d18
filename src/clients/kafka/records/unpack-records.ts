import zlib from "node:zlib";
import type { RecordBatch } from "./record-batch.ts";

const NONE = 0;
const GZIP = 1;
const ZSTD = 4;

/** Whoever packs gigabytes into a batch does not get them unpacked here. */
const limits = { maxOutputLength: 64 * 1_024 * 1_024 };

/** The batch's records, unpacked; null where this Node has no means to (snappy, lz4, before Node 22.15 zstd), or where they are broken. */
export function unpackRecords({ compression, records }: RecordBatch): Buffer | null {
  if (compression === NONE) return records;
  try {
    if (compression === GZIP) return zlib.gunzipSync(records, limits);
    if (compression === ZSTD && "zstdDecompressSync" in zlib)
      return (zlib.zstdDecompressSync as typeof zlib.gunzipSync)(records, limits);
  } catch {
    return null;
  }
  return null;
}
