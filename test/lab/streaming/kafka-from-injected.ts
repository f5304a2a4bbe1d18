import { inject } from "vitest";
import "./injected.ts";
import type { KafkaAddress } from "./kafka/address.ts";

/** Suites are read also where they are skipped, for want of a lab. */
const NOWHERE: KafkaAddress = { plain: "", sasl: "", saslTls: "", tls: "", mutualTls: "", certificates: "", pid: 0 };

/** The lab's broker for a suite that is skipped where `inject("streaming")` is null. */
export function kafkaFromInjected(): KafkaAddress {
  return inject("streaming")?.kafka ?? NOWHERE;
}
