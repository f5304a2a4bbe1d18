import type { Plan } from "../../core/plan/plan.ts";
import { PlanRefusal } from "../action.ts";
import { kubectl } from "./equivalent-command.ts";
import { gitOpsWarning } from "./gitops-owner.ts";
import { pointer } from "./guarded-patch.ts";
import { fieldHashes, identityOf } from "./identity.ts";
import { selectorFields } from "./object-identity.ts";
import type { PatchOperation, Pod } from "./objects.ts";
import { patchWrite, targetOf } from "./plan-template-patch.ts";
import { plural } from "./plural.ts";
import { servicePath } from "./resource-paths.ts";
import type { ServiceScene } from "./service-scene.ts";

/** Endpoints follow a selector within seconds; a minute leaves room for a busy controller. */
const COMPLETION_SECONDS = 60;

/** The label values to set; null takes the key away. */
export type SelectorChange = { readonly [key: string]: string | null };

/** The selector with the change made. */
export function changedSelector(
  selector: { readonly [key: string]: string },
  set: SelectorChange,
): { [key: string]: string } {
  const merged = Object.entries({ ...selector, ...set });
  return Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== null));
}

/** The plan that leads a Service to other pods: `ready` are those that match then. Throws PlanRefusal when the selector says so already. */
export function planSelector(type: string, scene: ServiceScene, set: SelectorChange, ready: readonly Pod[]): Plan {
  const { service, namespace, selector } = scene;
  const { name, uid } = service.metadata;
  // A map, since `constructor` and its like may be labels, and else are not there.
  const present = new Map(Object.entries(selector));
  const moves = Object.entries(set)
    .map(([key, to]) => ({ key, from: present.get(key) ?? null, to }))
    .filter(({ from, to }) => from !== to);
  const after = changedSelector(selector, set);
  if (moves.length === 0) throw new PlanRefusal("not-now", `service/${name} selects ${words(after)} already`);
  const fields = selectorFields(service);
  const operations = moves.map(({ key, to }): PatchOperation => {
    const path = pointer("spec", "selector", key);
    return to === null ? { op: "remove", path } : { op: "add", path, value: to };
  });
  const wanted = Object.fromEntries(moves.map(({ key, to }) => [key, to]));
  const old = Object.fromEntries(moves.map(({ key, from }) => [key, from]));
  return {
    action: type,
    summary: `lead service ${name} to the pods with ${words(after)}`,
    target: targetOf("Service", namespace, service),
    identity: identityOf(uid, fields),
    writes: [patchWrite("Service", namespace, servicePath(namespace, name), service, operations)],
    instructions: [],
    changes: moves.map(({ key, from, to }) => ({ path: `selector.${key}`, from, to })),
    impact: {
      lines: [
        `${plural(scene.readyEndpoints.size, "ready endpoint")} now, ${plural(ready.length, "ready pod")} afterwards`,
      ],
      keepServing: ready.length,
      budgetAllows: null,
    },
    warnings: [
      ready.length === 0 ? `no ready pod matches ${words(after)}: the service would lead nowhere` : null,
      gitOpsWarning(service),
      "open connections to the present pods stay until they are closed; only new ones go to the others",
    ].filter((warning) => warning !== null),
    equivalent: kubectl(
      namespace,
      "patch",
      `service/${name}`,
      "--type=merge",
      "-p",
      JSON.stringify({ spec: { selector: wanted } }),
    ),
    undo: `sets the selector back to ${words(selector)}, unless somebody changes it meanwhile`,
    before: { fields: fieldHashes(uid, fields), selector: old, after },
    completionSeconds: COMPLETION_SECONDS,
  };
}

/** "app=kv-store, role=replica" */
export function words(selector: { readonly [key: string]: string }): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
}
