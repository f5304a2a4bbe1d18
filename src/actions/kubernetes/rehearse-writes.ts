import { canonicalJson } from "../../core/digest/canonical-json.ts";
import type { Json } from "../../core/json.ts";
import { ClientError } from "../../clients/client-error.ts";
import type { Plan, Write } from "../../core/plan/plan.ts";
import type { ActionContext } from "../action.ts";
import { fillPlaceholders } from "./fill-placeholders.ts";
import { GUARD_PATH } from "./guarded-patch.ts";
import type { ApiObject } from "./objects.ts";
import { readGuarded } from "./read-guarded.ts";
import { isObject } from "../../clients/kubernetes-objects/pod-template.ts";

const REHEARSAL_MARK = "rehearsal";
/** The status moves the version between reading and rehearsing; that is no verdict on the change. */
const ATTEMPTS = 5;

/**
 * The server's own dry run of each write: permissions, validation and admission as for the real one, and nothing is stored.
 * Resolves with what the server would store otherwise than it was asked (an admission webhook's doing); rejects with ClientError.
 */
export async function rehearseWrites(plan: Plan, context: ActionContext): Promise<readonly string[]> {
  const warnings: string[] = [];
  for (const write of plan.writes) warnings.push(...(await rehearse(write, context, 1)));
  return warnings;
}

async function rehearse(write: Write, context: ActionContext, attempt: number): Promise<readonly string[]> {
  const kubernetes = await context.doors.kubernetes();
  const { method, path, contentType } = write;
  const now = await readGuarded(kubernetes, write, context.signal);
  const body = fillPlaceholders(write.body, now.metadata.resourceVersion, REHEARSAL_MARK);
  try {
    const stored = await kubernetes.write<Json>({ method, path, contentType, body, dryRun: true }, context.signal);
    return differences(write, body, stored);
  } catch (error) {
    const guard = error instanceof ClientError && (error.status === 409 || error.status === 422);
    if (!guard || attempt === ATTEMPTS || !(await moved(now, write, context))) throw error;
    return rehearse(write, context, attempt + 1);
  }
}

async function moved(before: ApiObject, write: Write, context: ActionContext): Promise<boolean> {
  const kubernetes = await context.doors.kubernetes();
  const now = await readGuarded(kubernetes, write, context.signal);
  return now.metadata.resourceVersion !== before.metadata.resourceVersion;
}

function differences(write: Write, body: readonly Json[], stored: Json): readonly string[] {
  return body.flatMap((operation) => {
    if (!isObject(operation)) return [];
    const { path, value } = operation;
    if (typeof path !== "string" || value === undefined || path === GUARD_PATH) return [];
    if (!/^\/(spec|data)\b/.test(path) || canonicalJson(valueAt(stored, path)) === canonicalJson(value)) return [];
    return [
      `the server would store ${path.slice(1).replaceAll("/", ".")} of ${write.object} otherwise than it is asked (an admission webhook?)`,
    ];
  });
}

function valueAt(value: Json, path: string): Json {
  return path
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<Json>((inner, key) => (isObject(inner) ? (inner[key] ?? null) : null), value);
}
