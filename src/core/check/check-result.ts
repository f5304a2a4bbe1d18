import type { JsonObject, Json } from "../json.ts";
import type { Verdict } from "./verdict.ts";

/** One thing that was seen: the sample, and the limit it was held against. Units stand in `what` or in `unit`. */
export interface Evidence {
  readonly what: string;
  readonly value: Json;
  readonly limit?: Json;
  readonly unit?: string;
  /** When it was true at the source, milliseconds since the epoch. */
  readonly atMs?: number;
}

/** Why a request failed, in words for the operator. `hint` is the next step. */
export interface CheckError {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** What a probe's `judge` says: pure, from facts and expectation. */
export interface Judgement {
  readonly verdict: Verdict;
  /** One line for the screen, with units and limits, without the check's name. */
  readonly summary: string;
  /** The typed result that conditions read; {} unless facts were gathered. */
  readonly observed: JsonObject;
  readonly evidence: readonly Evidence[];
  /** Which value would have changed the verdict; null where nothing single would. */
  readonly flip: string | null;
  /** What could not be seen or deserves attention beside the verdict, a line each. */
  readonly notes: readonly string[];
}

/** A check as it ended; the body of a `checked` event. Bounded in size. */
export interface CheckResult extends Judgement {
  /** The expectation in words or as its condition; null where the probe has only facts. */
  readonly expected: string | null;
  /** From where it was seen, e.g. "from here, https://…" or "through the API server's proxy". */
  readonly vantage: string;
  /** The command that a person would have typed. */
  readonly equivalent: string;
  readonly error: CheckError | null;
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** The sample describes [windowStartMs, sampledAtMs]; a verification counts it only when the window begins after the change. */
  readonly windowStartMs: number;
  readonly sampledAtMs: number;
  /** Version of the probe's rule, so that a later judge can be told from the recorded one. */
  readonly rule: string;
}
