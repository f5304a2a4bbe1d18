import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { shellQuote } from "../src/core/text/shell-quote.ts";

export interface ByHand {
  readonly folder: string;
  readonly kubectl: string;
  readonly kubeconfig: string;
  /** The KV store's address. */
  readonly kv: string;
}

/** What an operator types today, one after another: the four investigations of the design's runbook as a shell script; its path. */
export async function writeByHand({ folder, kubectl, kubeconfig, kv }: ByHand): Promise<string> {
  const command = `${shellQuote(kubectl)} --kubeconfig ${shellQuote(kubeconfig)}`;
  const path = join(folder, "by-hand.sh");
  const lines = [
    "set -e",
    `${command} get pods -l app=feature-api`,
    `curl -sS ${shellQuote(`${kv}/health`)}`,
    `${command} rollout history deployment/feature-api`,
    `${command} logs -l app=feature-api --tail=100`,
  ];
  await writeFile(path, `${lines.join("\n")}\n`);
  return path;
}
