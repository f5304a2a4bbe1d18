import { ClientError } from "../../clients/client-error.ts";
import { canonicalJson } from "../../core/digest/canonical-json.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { Progress } from "../../core/run/event.ts";
import type { ActionContext } from "../action.ts";
import { apiTimeMs, latestMs } from "../../clients/kubernetes-objects/api-time.ts";
import { markedAtMs } from "./changed-at.ts";
import type { EndpointSlice, Service } from "./objects.ts";
import { plural } from "./plural.ts";
import { readReadyPods, readSlices, readyEndpoints } from "./service-scene.ts";
import { servicePath } from "./resource-paths.ts";
import { failedProgress } from "./rollout-progress.ts";

/** Complete once the Service's ready endpoints are the ready pods of its new selector, at least one, and no other. Rejects with ClientError. */
export async function watchEndpoints(
  plan: Plan,
  receipts: readonly JsonObject[],
  context: ActionContext,
): Promise<Progress> {
  const { namespace, name, uid } = plan.target;
  const kubernetes = await context.doors.kubernetes();
  let service: Service;
  try {
    service = await kubernetes.get<Service>(servicePath(namespace, name), context.signal);
  } catch (error) {
    if (error instanceof ClientError && error.code === "not-found") return failedProgress(`service/${name} is gone`);
    throw error;
  }
  if (service.metadata.uid !== uid) return failedProgress(`service/${name} was deleted and made anew`);
  const selector = service.spec.selector ?? {};
  if (canonicalJson(selector) !== canonicalJson(plan.before["after"] ?? null)) {
    return failedProgress(`the selector of service/${name} was changed by somebody else since`);
  }
  const [pods, slices] = await Promise.all([
    readReadyPods(kubernetes, namespace, selector, context.signal),
    readSlices(kubernetes, namespace, name, context.signal),
  ]);
  const wanted = new Set(pods.map((pod) => pod.metadata.uid));
  const endpoints = readyEndpoints(service, slices);
  const there = [...endpoints].filter((endpoint) => wanted.has(endpoint)).length;
  const foreign = endpoints.size - there;
  if (there === 0 || foreign > 0 || there < wanted.size) {
    const summary = `${there} of ${plural(wanted.size, "ready pod")} behind the service, ${foreign} of the former`;
    return { complete: false, completedAtMs: null, failed: null, summary };
  }
  const changedAtMs = receipts.at(-1)?.["changedAtMs"];
  const known = latestMs([
    typeof changedAtMs === "number" ? changedAtMs : markedAtMs(service),
    ...slices.map(writtenAtMs),
  ]);
  return {
    complete: true,
    // The API counts whole seconds, by its own clock: the end of that second, by ours.
    completedAtMs: known === null ? context.nowMs : known + 999 + kubernetes.stampShiftMs(),
    failed: null,
    summary: `${plural(there, "ready endpoint")} behind the service`,
  };
}

function writtenAtMs({ metadata }: EndpointSlice): number | null {
  return latestMs((metadata.managedFields ?? []).map((entry) => apiTimeMs(entry.time)));
}
