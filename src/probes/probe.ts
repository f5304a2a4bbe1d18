import type { z } from "zod";
import type { Judgement } from "../core/check/check-result.ts";
import type { JsonObject } from "../core/json.ts";
import type { Permission } from "../core/preflight/permission.ts";
import type { Thing } from "../core/preflight/thing.ts";
import type { Doors } from "../clients/doors.ts";

/** What `gather` brings back: facts, nothing judged; and from where and for which time they hold. */
export interface Gathered<Facts> {
  readonly facts: Facts;
  readonly vantage: string;
  /** The time span that the facts describe, milliseconds since the epoch: equal for a state, apart for a rate over a window. */
  readonly windowStartMs: number;
  readonly sampledAtMs: number;
  /** How far this machine's clock is ahead of the one that stamped the facts, milliseconds; absent: they are one, as far as is known. */
  readonly clockAheadMs?: number;
}

/** What a probe may know about its surroundings: handed in, so that it stays a function of it. */
export interface ProbeContext {
  readonly doors: Doors;
  readonly nowMs: number;
  readonly signal: AbortSignal;
  /** How much of the check's time is left, milliseconds; absent: nobody says. */
  readonly leftMs?: () => number;
}

/** What the judge knows besides the facts. */
export interface JudgeContext {
  /** By the clock that stamped the facts. */
  readonly nowMs: number;
  /** The check's own `pass`, `fail` and `warn` conditions, in CEL over `observed`; evaluated with `judgeByConditions` of the core. */
  readonly expect: {
    readonly pass: string | null;
    readonly fail: string | null;
    readonly warn: string | null;
  };
}

/**
 * One read-only check a file. The same keys in the same order everywhere:
 * `type`, `title`, `args` (strict zod object; each field described), `observed` (zod object of the typed result; units in names; each field described;
 * read by conditions, `explain` and the docs), `passes`, `example` (YAML of a check), `rule` (version of the judgement), `gather`, `judge`, `equivalent`.
 * `gather` rejects with ClientError; `judge` is pure.
 */
export interface Probe<Args = unknown, Facts = unknown> {
  readonly type: string;
  readonly title: string;
  readonly args: z.ZodType<Args>;
  readonly observed: z.ZodObject;
  /** Fields of `observed` that only the verdict tells, so that `pass` and `fail` may not read them; absent: none. */
  readonly afterVerdict?: readonly string[];
  /** What passes where a check has no condition of its own, in words; null where the probe then has only facts. */
  readonly passes: string | null;
  readonly example: string;
  readonly rule: string;
  gather(args: Args, context: ProbeContext): Promise<Gathered<Facts>>;
  judge(facts: Facts, args: Args, context: JudgeContext): Judgement;
  /** The command that a person would have typed, shell-quoted. `place` fills in namespace and URLs where known; without facts nothing could be read. */
  equivalent(
    args: Args,
    place: {
      readonly namespace: string | null;
      readonly prometheusUrl: string | null;
      readonly alertmanagerUrl?: string | null;
      /** host:port of some, with commas. */
      readonly kafkaBrokers?: string | null;
      endpointUrl(name: string): string | null;
    },
    facts?: Facts | null,
  ): string;
  /** What its arguments name beside what the API server is asked for, and whether its answer says that it is there; for a preflight. */
  things?(args: Args, observed: JsonObject): readonly Thing[];
  /** Whether an undecided answer shows all the same that what it rests on is there, e.g. that too little happens to be judged; for a preflight. */
  quiet?(observed: JsonObject): boolean;
  /** What the API server must allow for it; absent: it asks none. Without what is only nice to know. */
  permissions?(args: Args): readonly Permission[];
}
