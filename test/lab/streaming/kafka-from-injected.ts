import { inject } from "vitest";
import "./injected.ts";
import type { KafkaAddress } from "./kafka/address.ts";

/** The lab's broker for a suite that runs; suites are skipped where `inject("streaming")` is null. */
export function kafkaFromInjected(): KafkaAddress {
  const lab = inject("streaming");
  if (lab === null) throw new Error("the streaming lab has not been provisioned");
  return lab.kafka;
}
