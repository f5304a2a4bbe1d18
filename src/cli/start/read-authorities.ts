import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

const REACHES_A_CLUSTER = new Set(["run", "resume", "undo", "preflight"]);

/**
 * Node reads its own certificate authorities, more than a hundred, the first time that a connection is told of any, also where it is told to trust none of
 * them: that takes longer than a server needs to answer, once in a process. Another thread does it while this one loads the program; where there is but
 * one processor it would only be in the way.
 */
export function readAuthoritiesAside([command = "", ...rest]: readonly string[]): void {
  const isSandbox = rest.some((word) => word === "sandbox" || word === "--env=sandbox");
  if (!REACHES_A_CLUSTER.has(command) || isSandbox || availableParallelism() < 2) return;
  // What is loaded before a program by NODE_OPTIONS is not loaded there once more.
  new Worker('require("node:tls").createSecureContext()', { eval: true, env: {}, execArgv: [] })
    // Then it is read where it is needed.
    .on("error", () => undefined)
    .unref();
}
