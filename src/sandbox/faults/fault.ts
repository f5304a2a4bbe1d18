import type { Random } from "../random.ts";
import type { StreamingFault } from "../streaming/streaming-fault.ts";
import type { Conditions } from "../signals/conditions.ts";
import type { Fate } from "../world/fate.ts";
import type { Pod } from "../world/objects.ts";
import type { PlatformOptions } from "../world/platform.ts";
import type { World } from "../world/world.ts";

/** What a right diagnosis of the fault says. */
export interface Expected {
  readonly outcome: "healthy" | "problem" | "inconclusive";
  /** The id of the first cause in the fault's runbook; null: none is named. */
  readonly cause: string | null;
  /** The id of the mitigation that is proposed; null: none. */
  readonly proposal: string | null;
  /** The guard that the proposal breaks once it is made: then its undo is right; absent: it resolves the run. */
  readonly breaks?: string;
}

/** Something that happens to the world at a time relative to its start, in ms; before it when negative. */
export interface FaultStep {
  readonly atMs: number;
  readonly act: (world: World) => void;
}

/** How the HTTP side misbehaves. */
export interface WireTrouble {
  /** The API server's port refuses connections. */
  readonly kubernetesRefuses?: boolean;
  /** Resources that the operator may not touch; "pods/log" is one of its own. */
  readonly forbidden?: readonly string[];
  /** Delay before an answer, by the beginning of "kubernetes:/path", "prometheus:/path", "kv-store:/path", "flink:/path" or "kafka:Request", ms. */
  readonly delays?: readonly { readonly prefix: string; readonly includes?: string; readonly delayMs: number }[];
}

export interface Fault {
  readonly name: string;
  readonly description: string;
  /** The runbook whose drill it is; default: feature-store-down. "every": it is every runbook's. */
  readonly runbook?: string;
  /** The cause that looks near and must not be named. */
  readonly nearMissOf?: string;
  readonly expected: Expected;
  readonly platform?: PlatformOptions;
  readonly steps?: (random: Random) => readonly FaultStep[];
  /** How a pod fares, `sinceStartMs` after the world's start (negative: before); undefined: well. */
  readonly fate?: (pod: Pod, sinceStartMs: number, world: World) => Fate | undefined;
  readonly streaming?: StreamingFault;
  /** What is not as usual, `sinceStartMs` after the world's start (negative: before). */
  readonly conditions?: (sinceStartMs: number) => Partial<Conditions>;
  readonly wire?: WireTrouble;
}
