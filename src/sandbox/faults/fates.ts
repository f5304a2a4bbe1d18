import type { Complaint, Fate } from "../world/fate.ts";
import type { Pod } from "../world/objects.ts";
import { SECOND_MS } from "../world/time.ts";
import { spread } from "./pod-facts.ts";

/** It ends with an error a while after each start, between two times, ms. */
export function crash(fromMs: number, toMs: number, words: string | Complaint): (pod: Pod) => Fate {
  const complaint = typeof words === "string" ? () => words : words;
  return (pod) => ({ kind: "crash", runsMs: spread(pod, fromMs, toMs), exitCode: 1, reason: "Error", complaint });
}

/** The kernel kills it for its memory a while after each start, before it is ready. */
export function killedForMemory(words: string): (pod: Pod) => Fate {
  return (pod) => ({
    kind: "crash",
    runsMs: spread(pod, 9_000, 21_000),
    exitCode: 137,
    reason: "OOMKilled",
    complaint: () => words,
  });
}

/** It runs and does not become ready. */
export function notReady(words: string): () => Fate {
  return () => ({ kind: "not-ready", complaint: () => words });
}

/** The registry does not have its image any more. */
export function noImage(): Fate {
  return { kind: "image", message: "rpc error: code = NotFound desc = manifest unknown" };
}

/** It is ready, and after a while answers a share of what it is asked with an error. */
export function souring(souring: {
  afterMs: number;
  errorShare: number;
  errorType: string;
  words: string;
}): () => Fate {
  const { words, ...trouble } = souring;
  return () => ({ kind: "ready", readyAfterMs: 5 * SECOND_MS, souring: { ...trouble, complaint: () => words } });
}
