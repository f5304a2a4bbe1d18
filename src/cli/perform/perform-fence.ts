import { ClientError } from "../../clients/client-error.ts";
import type { EffectOf } from "../../core/run/effect.ts";
import type { EventOf, RunEventBody } from "../../core/run/event.ts";
import { type Fence, rootOf } from "../../core/run/handover.ts";
import type { RunSurroundings } from "./run-surroundings.ts";
import { claimantOf, FENCE_TIMEOUT_MS } from "./standing.ts";

/** Where it could not be asked, it is asked again after this, and twice as long each time, up to the last. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

type Fenced = Omit<EventOf<"fenced">, "atMs">;

/**
 * Tells the runs that this one goes on with that they are over. Where nothing keeps that, or this user may not write it, it is said and stops nothing.
 * Where it cannot be told at the moment, another one may have taken the run over as well: it is tried until it can, and nothing goes out before.
 */
export async function performFence(
  effect: EffectOf<"fence">,
  around: RunSurroundings,
  outer: AbortSignal,
): Promise<RunEventBody> {
  let told = false;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const fence = await taken(effect, around, outer);
    if (!(fence instanceof ClientError)) return fenced(fence);
    const over = fence.code === "forbidden" || around.goesOnUnfenced || outer.aborted;
    if (over) return fenced({ kind: "unavailable", reason: fence.message });
    if (!told) around.say(waitsInWords(around, fence));
    told = true;
    await around.pause(pauseMs, outer);
  }
}

function fenced(fence: Fence): Fenced {
  return { type: "fenced", fence };
}

function waitsInWords({ state }: RunSurroundings, { message }: ClientError): string {
  const run = state()?.run;
  const before = run?.origin?.runs.at(-1) ?? "";
  return `nothing is changed and nobody paged until run ${before} can be told that it is over: ${message}; where you know that nobody goes on with it elsewhere: bigops resume ${run?.id ?? ""} --unfenced`;
}

async function taken(
  effect: EffectOf<"fence">,
  around: RunSurroundings,
  outer: AbortSignal,
): Promise<Fence | ClientError> {
  const state = around.state();
  const { namespace } = around.place;
  const reason =
    around.unfenced ??
    (around.readOnly ? "the environment is read-only" : null) ??
    (namespace === null ? "there is no cluster that could keep it" : null);
  if (reason !== null || namespace === null || state === null) return { kind: "unavailable", reason: reason ?? "" };
  const { run } = state;
  try {
    const { takeFence } = await import("../../clients/kubernetes-lease/fence.ts");
    const kubernetes = await around.doors.kubernetes();
    const signal = AbortSignal.any([outer, AbortSignal.timeout(FENCE_TIMEOUT_MS)]);
    const asking = { kubernetes, now: around.now, signal };
    return await takeFence({ namespace, root: rootOf(run) }, claimantOf(run), effect.epoch, asking);
  } catch (error) {
    if (error instanceof ClientError) return error;
    throw error;
  }
}
