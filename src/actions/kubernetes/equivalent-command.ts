import { shellQuote } from "./shell-quote.ts";

/** The kubectl command that a person would have typed, e.g. "kubectl -n ml rollout undo deployment/feature-api --to-revision=13". */
export function kubectl(namespace: string, ...words: readonly string[]): string {
  return ["kubectl", "-n", namespace, ...words].map(shellQuote).join(" ");
}
