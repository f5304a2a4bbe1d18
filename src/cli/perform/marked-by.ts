import { ClientError } from "../../clients/client-error.ts";
import { markedAtMs } from "../../actions/kubernetes/changed-at.ts";
import type { ApiObject } from "../../actions/kubernetes/objects.ts";
import { readMark } from "../../core/plan/mark.ts";
import { MARK_ANNOTATION, type Plan } from "../../core/plan/plan.ts";
import type { PastChange } from "../../core/plan/lease.ts";
import type { RunSurroundings } from "./run-surroundings.ts";

/** As for the lease that it stands in for: nothing waits for it for long. */
const MARK_TIMEOUT_MS = 5_000;

/**
 * What the objects of a plan say of the run that changed them last, where its lease may not be read: the mark names the run, the server's own record says
 * when. Who that was it does not tell, so that `user` and `host` are empty. null: they say nothing, or cannot be read either.
 */
export async function markedBy(
  { action, writes }: Plan,
  around: Pick<RunSurroundings, "doors">,
  outer: AbortSignal,
): Promise<PastChange | null> {
  if (!action.startsWith("kubernetes.")) return null;
  const paths = new Set(writes.flatMap(({ method, path }) => (method === "PATCH" ? [path] : [])));
  try {
    const kubernetes = await around.doors.kubernetes();
    const signal = AbortSignal.any([outer, AbortSignal.timeout(MARK_TIMEOUT_MS)]);
    const objects = await Promise.all([...paths].map((path) => kubernetes.get<ApiObject>(path, signal)));
    const told = objects.flatMap((object) => {
      const mark = readMark(object.metadata.annotations?.[MARK_ANNOTATION] ?? "");
      const atMs = markedAtMs(object);
      return mark === null || atMs === null ? [] : [{ ...mark, atMs }];
    });
    const last = told.toSorted((a, b) => a.atMs - b.atMs).at(-1);
    if (last === undefined) return null;
    return { ...last, mitigation: null, action, user: "", host: "", ended: "under-way" };
  } catch (error) {
    if (error instanceof ClientError) return null;
    throw error;
  }
}
