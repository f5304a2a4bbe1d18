/** Kafka's own numbers of the requests that are sent; none of them changes anything. */
export const API = {
  fetch: 1,
  listOffsets: 2,
  metadata: 3,
  offsetFetch: 9,
  findCoordinator: 10,
  describeGroups: 15,
  describeConfigs: 32,
  consumerGroupDescribe: 69,
} as const;
