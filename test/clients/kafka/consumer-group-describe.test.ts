import { expect, test } from "vitest";
import { consumerGroupDescribeRequest } from "../../../src/clients/kafka/requests/consumer-group-describe.ts";

const { definition, options } = consumerGroupDescribeRequest("g");
const { response } = definition.protocol({ version: 0 })(options);

/** 2^28 + 1, as an unsigned number of variable length. */
const MANY = [0x81, 0x80, 0x80, 0x80, 0x01];
const THROTTLED = [0, 0, 0, 0];

test.each([
  ["groups", [0, ...THROTTLED, ...MANY]],
  ["tags", [...MANY, ...THROTTLED]],
  ["members", [0, ...THROTTLED, 2, 0, 0, 1, 2, 0x67, 2, 0x53, 0, 0, 0, 0, 0, 0, 0, 0, 1, ...MANY]],
])("an answer that counts more %s than it has bytes is refused at once", async (_, bytes) => {
  const startedMs = performance.now();
  const decoded = (async () => response.decode(Buffer.from(bytes)))();
  await expect(decoded).rejects.toThrow("more entries than it has bytes");
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});
