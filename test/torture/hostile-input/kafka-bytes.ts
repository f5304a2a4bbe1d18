import type { Definition } from "kafkajs/src/protocol/requests/index.js";
import { boundCounts } from "../../../src/clients/kafka/bounded-decoder.ts";
import { EARLIEST, listOffsetsRequest } from "../../../src/clients/kafka/requests/list-offsets.ts";
import { firstRecord } from "../../../src/clients/kafka/records/first-record.ts";
import { consumerGroupDescribeRequest } from "../../../src/clients/kafka/requests/consumer-group-describe.ts";
import { describeGroupRequest } from "../../../src/clients/kafka/requests/describe-groups.ts";
import { fetchRecordsRequest } from "../../../src/clients/kafka/requests/fetch-records.ts";
import { metadataRequest } from "../../../src/clients/kafka/requests/metadata.ts";
import { offsetFetchRequest } from "../../../src/clients/kafka/requests/offset-fetch.ts";
import { batchBytes } from "../../clients/kafka/record-bytes.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { NOW_MS } from "./corpus.ts";
import type { Surface } from "./surface.ts";

/** Record batches and the bodies of answers, byte by byte: what is read of them, or the decoder's own refusal. */
export async function kafkaBytes(): Promise<Surface> {
  boundCounts();
  const batches = await Promise.all([
    batchBytes({ firstOffset: 10, times: [NOW_MS, NOW_MS + 7, NOW_MS + 9] }),
    batchBytes({ firstOffset: 13, times: [NOW_MS, NOW_MS + 7], gzip: true }),
    batchBytes({ firstOffset: 15, times: [NOW_MS], producerId: 1, transactional: true }),
  ]);
  const partition = { topic: "t", partition: 0 };
  const requests: readonly { readonly definition: Definition; readonly options: object }[] = [
    listOffsetsRequest([{ ...partition, timestampMs: EARLIEST }], "uncommitted"),
    fetchRecordsRequest([{ ...partition, offset: 0, maxBytes: 1_000 }], "committed"),
    describeGroupRequest("g"),
    consumerGroupDescribeRequest("g"),
    metadataRequest(["t"]),
    offsetFetchRequest("g", [partition]),
  ];
  return {
    name: "Kafka's bytes",
    weight: 26,
    async attack(random) {
      const bytes = Buffer.from(mutateBytes(Buffer.concat(batches), random));
      if (random.chance(0.5)) {
        try {
          firstRecord({ ...partition, errorCode: 0, aborted: [], records: bytes }, 10 + random.below(8));
          return null;
        } catch (error) {
          return { input: bytes.toString("hex").slice(0, 400), breach: `threw ${String(error)}` };
        }
      }
      const { definition, options } = random.pick(requests);
      const version = Number(random.pick(definition.versions));
      const body = Buffer.from(
        Array.from({ length: random.below(120) }, () =>
          random.pick([0, 0, 0, 1, 2, 5, 127, 128, 255, random.below(256)]),
        ),
      );
      // What a decoder throws becomes "unexpected answer" where it is called; it must do so at once.
      await (async () => definition.protocol({ version })(options).response.decode(body))().catch(() => undefined);
      return null;
    },
  };
}
