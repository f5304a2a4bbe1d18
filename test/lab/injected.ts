import type { ClusterAddress } from "./cluster/address.ts";

/** What the global setup hands to every lab suite; null where the lab has not been provisioned. */
type InjectedLab = {
  readonly cluster: ClusterAddress;
  /** Absolute paths of the lab's executables by name: kubectl, prometheus, promtool, node, … */
  readonly binaries: Readonly<Record<string, string>>;
} | null;

declare module "vitest" {
  // The way vitest has for telling the types of what `provide` and `inject` carry.
  export interface ProvidedContext {
    lab: InjectedLab;
  }
}
