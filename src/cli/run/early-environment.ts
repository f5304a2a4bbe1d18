import { knownFault } from "../sandbox/known-fault.ts";
import { leadsThrough } from "./through-cluster.ts";
import type { Connection } from "./connection.ts";
import { logIn } from "./log-in.ts";
import { type ReachedEnvironment, reachEnvironment } from "./reach-environment.ts";

/** What is reached while the runbook is still being read. */
export interface EarlyEnvironment {
  /** To be told the runbook's text; resolves when the connections that it will need are under way. */
  connect(text: string): Promise<void>;
  /** Reaches it now, the sandbox too; rejects where it cannot be. */
  reach(): Promise<ReachedEnvironment>;
  /** null until then, for the sandbox, and where it could not be reached: it is reached again then, and the reason told. */
  reached(): ReachedEnvironment | null;
}

/**
 * Connecting takes as long as understanding a runbook does, and can be done meanwhile. The text only hints at what it will take: a word too much costs a
 * connection that is not used. Nothing is asked, and nobody is told who asks, but by a client certificate.
 */
export function earlyEnvironment(connection: Connection): EarlyEnvironment {
  let reached: ReachedEnvironment | null = null;
  return {
    async connect(text) {
      if (connection.sandbox !== null) return;
      try {
        reached = await reachEnvironment(connection, null);
      } catch {
        // Said where it is needed, after what is wrong with the runbook.
        return;
      }
      const { endpoints } = reached.environment;
      await reached.doors.connect({
        kubernetes: /\bkubernetes\.[a-z]/.test(text),
        prometheus: /\bprometheus\.[a-z]/.test(text),
        endpoints: Object.keys(endpoints).filter((name) => text.includes(name)),
      });
    },
    async reach() {
      if (connection.sandbox !== null) await knownFault(connection.sandbox.fault, null);
      reached ??= await reachEnvironment(connection, null);
      // Its Alertmanager is asked next.
      if (leadsThrough(reached.environment.alertmanager)) await logIn(reached.doors);
      return reached;
    },
    reached: () => reached,
  };
}
