import { ErrorCode } from "../error-codes.ts";
import type { KafkaApi } from "../request-context.ts";
import { WireWriter } from "../wire/wire-writer.ts";

const KEY = 18;
const MIN_VERSION = 0;
const MAX_VERSION = 4;
/** From here on the body is flexible; the answer's header never is, so that every client can read it. */
const COMPACT_FROM = 3;

type Advertised = Pick<KafkaApi, "key" | "minVersion" | "maxVersion">;

const SELF: Advertised = { key: KEY, minVersion: MIN_VERSION, maxVersion: MAX_VERSION };

function writeRange(writer: WireWriter, { key, minVersion, maxVersion }: Advertised): void {
  writer.int16(key).int16(minVersion).int16(maxVersion);
}

/** ApiVersions, which tells the others and itself. */
export function apiVersionsOf(others: readonly Advertised[]): KafkaApi {
  const all = [...others, SELF].sort((one, other) => one.key - other.key);
  return {
    ...SELF,
    name: "ApiVersions",
    flexibleFrom: COMPACT_FROM,
    answer: (_request, _context, version) => {
      const writer = new WireWriter().int16(ErrorCode.none);
      if (version >= COMPACT_FROM) {
        return writer
          .compactArray(all, (each, api) => {
            writeRange(each, api);
            each.noTags();
          })
          .int32(0)
          .noTags();
      }
      writer.array(all, writeRange);
      return version === 0 ? writer : writer.int32(0);
    },
  };
}

/** The answer to a version of ApiVersions that is too new: in the oldest layout, with the versions that would do. */
export function unsupportedApiVersions(): WireWriter {
  return new WireWriter().int16(ErrorCode.unsupportedVersion).array([SELF], writeRange);
}
