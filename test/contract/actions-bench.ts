import { expect } from "vitest";
import { actions } from "../../src/actions/index.ts";
import type { Action, ActionContext, RefusalKind, SendOrder } from "../../src/actions/action.ts";
import type { Autoscaler, Deployment, Pod, Service } from "../../src/actions/kubernetes/objects.ts";
import { apiPath } from "../../src/clients/kubernetes-client.ts";
import type { Json, JsonObject } from "../../src/core/json.ts";
import { markOf } from "../../src/core/plan/mark.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import type { Progress } from "../../src/core/run/event.ts";
import { memoryTexts } from "../actions/memory-texts.ts";
import type { ActionsCluster } from "./actions-cluster.ts";

/** As those beside a run, for all tests of a file. */
const kept = memoryTexts();

/** An action by its type. */
export function actionOf(type: string): Action {
  const action = actions.get(type);
  if (action === undefined) throw new Error(`no action ${type}`);
  return action;
}

export function contextOf(cluster: ActionsCluster, signal = AbortSignal.timeout(30_000)): ActionContext {
  return { doors: cluster.doors, nowMs: cluster.now(), signal, kept };
}

export function planOf(
  cluster: ActionsCluster,
  type: string,
  args: JsonObject,
  onsetAtMs: number | null = null,
): Promise<Plan> {
  const action = actionOf(type);
  return action.plan(action.args.parse(args), { ...contextOf(cluster), onsetAtMs });
}

/** Prepares the plan's only write, or of several the one that is named; the order that the core would hand over. */
export async function orderOf(
  cluster: ActionsCluster,
  plan: Plan,
  run = "run-1",
  id: string | null = null,
): Promise<SendOrder> {
  const write = id === null ? plan.writes[0] : plan.writes.find((one) => one.id === id);
  if (write === undefined || (id === null && plan.writes.length > 1)) throw new Error("the test expects one write");
  const prepared = await actionOf(plan.action).prepare(plan, write, contextOf(cluster));
  if (!prepared.ready) throw new Error(prepared.reason);
  const { resourceVersion, detail } = prepared;
  return { plan, write, resourceVersion, detail, mark: markOf(run, "proposal", write.id) };
}

/** Prepares and sends as the core does: read again and sent again while only the guard fails. Resolves with the receipt as the core keeps it. */
export async function applied(
  cluster: ActionsCluster,
  plan: Plan,
  run = "run-1",
  attempts = 5,
  id: string | null = null,
): Promise<JsonObject> {
  const order = await orderOf(cluster, plan, run, id);
  const receipt = await actionOf(plan.action).apply(order, contextOf(cluster));
  if (receipt.outcome === "applied") {
    return { ...receipt.detail, resourceVersion: receipt.resourceVersion, atMs: receipt.atMs };
  }
  if (receipt.outcome === "conflict" && attempts > 1) return applied(cluster, plan, run, attempts - 1, id);
  throw new Error(`not applied: ${receipt.outcome}, ${receipt.message}`);
}

/** All writes of a plan, in their order. */
export async function allApplied(cluster: ActionsCluster, plan: Plan, run = "run-1"): Promise<readonly JsonObject[]> {
  const receipts: JsonObject[] = [];
  for (const { id } of plan.writes) receipts.push(await applied(cluster, plan, run, 5, id));
  return receipts;
}

/** Waits until the change is complete, and returns that progress. */
export async function completed(
  cluster: ActionsCluster,
  plan: Plan,
  receipts: readonly JsonObject[],
): Promise<Progress> {
  const seen: Progress[] = [];
  await cluster.until(`${plan.summary} to complete`, async () => {
    const progress = await actionOf(plan.action).progress(plan, receipts, contextOf(cluster));
    if (progress.failed !== null) throw new Error(progress.failed);
    seen.push(progress);
    return progress.complete;
  });
  const last = seen.at(-1);
  if (last === undefined) throw new Error("no progress was seen");
  return last;
}

export async function inverseOf(cluster: ActionsCluster, plan: Plan, receipts: readonly JsonObject[]): Promise<Plan> {
  const { inverse } = actionOf(plan.action);
  if (inverse === null) throw new Error(`${plan.action} has no inverse`);
  return inverse(plan, receipts, contextOf(cluster));
}

const signal = (): AbortSignal => AbortSignal.timeout(30_000);

export function readDeployment({ somebody }: ActionsCluster, name = "feature-api"): Promise<Deployment> {
  return somebody.get(apiPath("apis", "apps", "v1", "namespaces", somebody.namespace, "deployments", name), signal());
}

export function readService({ somebody }: ActionsCluster, name = "kv-store"): Promise<Service> {
  return somebody.get(apiPath("api", "v1", "namespaces", somebody.namespace, "services", name), signal());
}

export function listPods({ somebody }: ActionsCluster, labelSelector: string): Promise<readonly Pod[]> {
  return somebody.list(apiPath("api", "v1", "namespaces", somebody.namespace, "pods"), { labelSelector }, signal());
}

/** Somebody else's change, as a merge patch. */
export async function edit(
  { somebody }: ActionsCluster,
  kind: "deployments" | "services" | "configmaps" | "horizontalpodautoscalers",
  name: string,
  body: Json,
): Promise<void> {
  const groups = { deployments: ["apis", "apps", "v1"], horizontalpodautoscalers: ["apis", "autoscaling", "v2"] };
  const group = kind in groups ? groups[kind as keyof typeof groups] : ["api", "v1"];
  const path = apiPath(...group, "namespaces", somebody.namespace, kind, name);
  const contentType = "application/merge-patch+json";
  await somebody.write({ method: "PATCH", path, contentType, body, dryRun: false }, signal());
}

/** Somebody else sets an autoscaler over feature-api. */
export async function addAutoscaler(
  { somebody }: ActionsCluster,
  minReplicas: number,
  maxReplicas: number,
): Promise<void> {
  const path = apiPath("apis", "autoscaling", "v2", "namespaces", somebody.namespace, "horizontalpodautoscalers");
  const body = {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "feature-api", namespace: somebody.namespace },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "feature-api" },
      minReplicas,
      maxReplicas,
    },
  };
  const request = { method: "POST", path, contentType: "application/json", body, dryRun: false } as const;
  await somebody.write<Autoscaler>(request, signal());
}

/** Somebody's edit of a Deployment's template. */
export function editedTemplate(tag: string): Json {
  return { spec: { template: { metadata: { annotations: { "example.com/tag": tag } } } } };
}

/** Matches a PlanRefusal of that kind that says so. */
export function refusal(kind: RefusalKind, words: RegExp): unknown {
  return expect.objectContaining({ name: "PlanRefusal", kind, message: expect.stringMatching(words) });
}
