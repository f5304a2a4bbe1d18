import type { z } from "zod";
import type { Action, KeptTexts } from "../../actions/action.ts";
import type { Doors } from "../../clients/doors.ts";
import type { PageMessage } from "../../clients/pager-client.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Effect, EffectOf } from "../../core/run/effect.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import type { RunState } from "../../core/run/state.ts";
import type { Probe } from "../../probes/probe.ts";

/** What the performing of effects needs to know about its run: wired once, for each process. */
export interface RunSurroundings {
  readonly doors: Doors;
  now(): number;
  /** Waits so long, or until the signal says that nobody waits for it any more. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** The run as it stands; null before it began. */
  state(): RunState | null;
  probe(type: string): Probe;
  action(type: string): Action;
  /** Arguments with the run's parameters filled in, as the schema's type; throws where the schema refuses, which validation excludes. */
  render<T>(args: JsonObject, schema: z.ZodType<T>): T;
  readonly place: Parameters<Probe["equivalent"]>[1];
  /** Where the environment has the server that actions of this type change; null where the cluster tells, or a sandbox is its own. */
  serverOf(action: string): string | null;
  /** Whether the server's dry run confirms each plan: in real runs and drills only. */
  readonly rehearses: boolean;
  /** Whether the environment is configured so by now, whatever it was when the run began: then nothing is sent. */
  readonly readOnly: boolean;
  /** Why an environment has no pagers by its nature, as a sandbox; null: its targets are paged. */
  readonly pagesNobody: string | null;
  /** Why nobody can be told here that a run was taken over; null: its cluster keeps that. */
  readonly unfenced: string | null;
  /** Whether the run was exported from here, so that somebody may go on with it elsewhere. */
  wasExported(): boolean;
  /** The operator knows that nobody does, though that cannot be read. */
  readonly goesOnUnfenced: boolean;
  /** Tells the operator something that no event does. */
  say(text: string): void;
  /** A value without the secrets that this process loaded. */
  redact<T>(value: T): T;
  /** Beside the run; absent where it has no folder, or changes nothing. */
  readonly kept?: KeptTexts;
  /** Whether the text carries no secret that this process loaded. */
  mayRecord(text: string): boolean;
  /** What a page says. */
  notice(late: boolean): Pick<PageMessage, "summary" | "severity" | "source" | "details">;
  /** Asks the operator; rejects when the signal withdraws the question. */
  ask(effect: EffectOf<"prompt">, signal: AbortSignal): Promise<RunEventBody>;
}

export type Performer = (effect: Effect, signal: AbortSignal) => Promise<RunEventBody>;
