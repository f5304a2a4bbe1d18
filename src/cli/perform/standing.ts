import { ClientError } from "../../clients/client-error.ts";
import { epochOf, rootOf, type Successor } from "../../core/run/handover.ts";
import type { Claimant } from "../../clients/kubernetes-lease/lease-object.ts";
import type { RunIdentity } from "../../core/run/run-identity.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import type { RunSurroundings } from "./run-surroundings.ts";

/** Nothing waits for it for long: a page is more important than who sends it. */
export const FENCE_TIMEOUT_MS = 5_000;

/** What is needed to look whether a run was taken over. */
type Around = Pick<
  RunSurroundings,
  "state" | "unfenced" | "doors" | "now" | "wasExported" | "goesOnUnfenced" | "readOnly"
> & {
  readonly place: Pick<RunSurroundings["place"], "namespace">;
};

/**
 * Whether something may go out in this run's name. `untold`: it may have been taken over, and whether it was cannot be read, so that nothing may.
 * `unread`: as well, but nobody can have taken it over, the operator knows that nobody did, or this user may not read it, as where there is no cluster.
 */
export type Standing =
  | { readonly kind: "ours" }
  | { readonly kind: "superseded"; readonly by: Successor }
  | { readonly kind: "untold" | "unread"; readonly reason: string };

/** Reads the lease of the run, and makes it anew where it was taken and is gone, unless nothing may be written here. Where nothing keeps it, it is ours. */
export async function standing(around: Around, outer: AbortSignal | undefined): Promise<Standing> {
  const state = around.state();
  const { namespace } = around.place;
  if (around.unfenced !== null || namespace === null || state === null) return { kind: "ours" };
  const { run, fence } = state;
  const epoch = epochOf(state);
  const handed = { namespace, root: rootOf(run) };
  try {
    const { keepFence, readSuccessor } = await import("../../clients/kubernetes-lease/fence.ts");
    const kubernetes = await around.doors.kubernetes();
    const timeout = AbortSignal.timeout(FENCE_TIMEOUT_MS);
    const signal = outer === undefined ? timeout : AbortSignal.any([outer, timeout]);
    const asking = { kubernetes, now: around.now, signal };
    const by =
      fence?.kind === "held" && !around.readOnly
        ? await keepFence(handed, claimantOf(run), epoch, asking)
        : await readSuccessor(handed, { run: run.id, epoch }, asking);
    return by === null ? { kind: "ours" } : { kind: "superseded", by };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const mayBeElsewhere = run.origin !== undefined || around.wasExported();
    const holds = mayBeElsewhere && !around.goesOnUnfenced && error.code !== "forbidden";
    return { kind: holds ? "untold" : "unread", reason: error.message };
  }
}

/** As whom a run stands in its lease: whoever began it here. */
export function claimantOf({ id, operator, runbook }: Pick<RunIdentity, "id" | "operator" | "runbook">): Claimant {
  return { user: operator.user, host: operator.host, run: id, runbook: runbook.name };
}

/** Does what goes out, unless another run goes on with this one elsewhere, or may: then that is the answer. */
export async function unlessSuperseded(
  around: Around,
  outer: AbortSignal | undefined,
  perform: () => Promise<RunEventBody>,
  held: (reason: string) => RunEventBody,
): Promise<RunEventBody> {
  const stands = await standing(around, outer);
  if (stands.kind === "superseded") return { type: "superseded", by: stands.by };
  return stands.kind === "untold" ? held(untoldInWords(around, stands.reason)) : perform();
}

/** Why nothing goes out, and what to do where it is known that it may. */
export function untoldInWords({ state }: Pick<Around, "state">, reason: string): string {
  const run = state()?.run.id ?? "RUN";
  return `whether this run was taken over elsewhere cannot be told: ${reason}; where you know that it was not: bigops resume ${run} --unfenced`;
}
