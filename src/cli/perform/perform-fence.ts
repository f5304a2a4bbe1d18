import { ClientError } from "../../clients/client-error.ts";
import type { EffectOf } from "../../core/run/effect.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import { epochOf, rootOf, type Successor } from "../../core/run/handover.ts";
import type { RunSurroundings } from "./run-surroundings.ts";

/** Nothing waits for it for long: a page is more important than who sends it. */
const FENCE_TIMEOUT_MS = 5_000;

/** What is needed to look whether a run was taken over. */
type Standing = Pick<RunSurroundings, "state" | "unfenced" | "doors" | "now"> & {
  readonly place: Pick<RunSurroundings["place"], "namespace">;
};

/** Tells the runs that this one goes on with that they are over. What keeps them from being told is said, and stops nothing. */
export async function performFence(
  effect: EffectOf<"fence">,
  around: RunSurroundings,
  outer: AbortSignal,
): Promise<RunEventBody> {
  const state = around.state();
  const { namespace } = around.place;
  const reason =
    around.unfenced ??
    (around.readOnly ? "the environment is read-only" : null) ??
    (namespace === null ? "there is no cluster that could keep it" : null);
  if (reason !== null || namespace === null || state === null)
    return { type: "fenced", fence: { kind: "unavailable", reason: reason ?? "" } };
  const { run } = state;
  const by = { user: run.operator.user, host: run.operator.host, run: run.id, runbook: run.runbook.name };
  try {
    const { takeFence } = await import("../../clients/kubernetes-lease/fence.ts");
    const kubernetes = await around.doors.kubernetes();
    const signal = AbortSignal.any([outer, AbortSignal.timeout(FENCE_TIMEOUT_MS)]);
    const asking = { kubernetes, now: around.now, signal };
    return { type: "fenced", fence: await takeFence({ namespace, root: rootOf(run) }, by, effect.epoch, asking) };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return { type: "fenced", fence: { kind: "unavailable", reason: error.message } };
  }
}

/** Does what goes out, unless another run goes on with this one elsewhere: then that is the answer. */
export async function unlessSuperseded(
  around: RunSurroundings,
  outer: AbortSignal | undefined,
  perform: () => Promise<RunEventBody>,
): Promise<RunEventBody> {
  const by = await successorOf(around, outer);
  return by === null ? perform() : { type: "superseded", by };
}

/** The run that goes on with this one elsewhere; null where none does, or it cannot be told. */
export async function successorOf(around: Standing, outer: AbortSignal | undefined): Promise<Successor | null> {
  const state = around.state();
  const { namespace } = around.place;
  if (around.unfenced !== null || namespace === null || state === null) return null;
  const own = { run: state.run.id, epoch: epochOf(state) };
  try {
    const { readSuccessor } = await import("../../clients/kubernetes-lease/fence.ts");
    const kubernetes = await around.doors.kubernetes();
    const timeout = AbortSignal.timeout(FENCE_TIMEOUT_MS);
    const signal = outer === undefined ? timeout : AbortSignal.any([outer, timeout]);
    return await readSuccessor({ namespace, root: rootOf(state.run) }, own, { kubernetes, now: around.now, signal });
  } catch (error) {
    if (error instanceof ClientError) return null;
    throw error;
  }
}
