import type { Sandbox, SandboxMutation } from "../../sandbox/start.ts";
import type { Connection } from "../run/connection.ts";

/** What the sandbox's thread is started with. */
export interface SandboxOrder {
  readonly settings: NonNullable<Connection["sandbox"]>;
  readonly mutations: readonly SandboxMutation[];
  /** Where accepted writes are recorded; null until the run has a folder. */
  readonly writesFile: string | null;
}

/** What it answers once it listens. */
export type SandboxReport = Omit<Sandbox, "close" | "kubernetesUrl">;
