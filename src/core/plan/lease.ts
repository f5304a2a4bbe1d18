import { sha256Hex } from "../digest/sha256.ts";
import type { Target } from "./plan.ts";

/** Where the lease on a target is kept. */
export interface LeaseAddress {
  readonly namespace: string;
  readonly name: string;
}

/** Who holds the lease on a target; times in milliseconds since the epoch, by the API server's clock. */
export interface LeaseHolder {
  readonly user: string;
  readonly host: string;
  readonly run: string;
  readonly runbook: string;
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
}

/** A change that was made to a target before, as the lease on it remembers. */
export interface PastChange {
  readonly run: string;
  /** With `run` it names the change. */
  readonly proposal: string;
  /** null: it was none of a runbook's. */
  readonly mitigation: string | null;
  readonly action: string;
  /** Empty, as `host` is, where the mark on the object tells of it and not the lease. */
  readonly user: string;
  readonly host: string;
  readonly atMs: number;
  /** How it ended, as far as its run came to say. */
  readonly ended: "under-way" | "verified" | "not-helped" | "unknown" | "undone";
}

/** What the lease on a target says: who holds it, and what was done to the target, oldest first. */
export interface LeaseFacts {
  readonly holder: LeaseHolder | null;
  readonly past: readonly PastChange[];
}

/** One lease a target, beside it: its name tells nothing, its annotations do. */
export function leaseOn({ kind, namespace, name }: Target): LeaseAddress {
  return { namespace, name: nameOf([kind, namespace, name]) };
}

/**
 * The lease on a target that is in no cluster, in the namespace that the environment names: a job of Flink, a silence. `server` tells the jobs of one
 * name from each other; null: there is one only.
 */
export function leaseFor({ kind, name }: Target, server: string | null, namespace: string): LeaseAddress {
  return { namespace, name: nameOf([kind, server ?? "", name]) };
}

/** Whether it lies beside its target, so that whoever cannot be asked for the one cannot change the other. */
export function isBeside({ namespace }: LeaseAddress, target: Target): boolean {
  return namespace === target.namespace;
}

function nameOf(parts: readonly string[]): string {
  return `bigops-${sha256Hex(parts.join("/")).slice(0, 20)}`;
}
