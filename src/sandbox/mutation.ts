/** One accepted write to the sandbox: with the fault, seed and start it is all that a later process needs to meet the same world. */
export interface SandboxMutation {
  /** Where it was written; absent: the Kubernetes API. */
  readonly door?: "flink" | "alertmanager";
  /** The world's time of the write, ms. */
  readonly atMs: number;
  readonly user: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}
