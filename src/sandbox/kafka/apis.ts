import { apiVersionsOf } from "./requests/api-versions.ts";
import { consumerGroupDescribe } from "./requests/consumer-group-describe.ts";
import { describeConfigs } from "./requests/describe-configs.ts";
import { describeGroups } from "./requests/describe-groups.ts";
import { fetchRecords } from "./requests/fetch.ts";
import { findCoordinator } from "./requests/find-coordinator.ts";
import { listGroups } from "./requests/list-groups.ts";
import { listOffsets } from "./requests/list-offsets.ts";
import { metadata } from "./requests/metadata.ts";
import { offsetFetch } from "./requests/offset-fetch.ts";
import { saslAuthenticate } from "./requests/sasl-authenticate.ts";
import { saslHandshake } from "./requests/sasl-handshake.ts";
import type { KafkaApi } from "./request-context.ts";

const ANSWERED = [
  fetchRecords,
  listOffsets,
  metadata,
  offsetFetch,
  findCoordinator,
  describeGroups,
  listGroups,
  saslHandshake,
  describeConfigs,
  saslAuthenticate,
  consumerGroupDescribe,
];

/** Everything that the brokers answer, by key; it is what they advertise. */
export const APIS: ReadonlyMap<number, KafkaApi> = new Map(
  [...ANSWERED, apiVersionsOf(ANSWERED)].map((api) => [api.key, api]),
);
