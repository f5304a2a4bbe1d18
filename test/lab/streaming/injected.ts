import type { KafkaAddress } from "./kafka/address.ts";

/** What the global setup hands to every streaming suite; null where that lab has not been provisioned. */
type InjectedStreaming = {
  readonly kafka: KafkaAddress;
} | null;

declare module "vitest" {
  // The way vitest has for telling the types of what `provide` and `inject` carry.
  export interface ProvidedContext {
    streaming: InjectedStreaming;
  }
}
