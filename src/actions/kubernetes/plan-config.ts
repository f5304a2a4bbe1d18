import type { Plan } from "../../core/plan/plan.ts";
import { HIDDEN } from "../../core/text/hidden.ts";
import { looksSecret } from "../../core/text/looks-secret.ts";
import { configurationReferences } from "../../clients/kubernetes-objects/configuration-references.ts";
import { isObject } from "../../clients/kubernetes-objects/pod-template.ts";
import { PlanRefusal } from "../action.ts";
import type { DeploymentScene } from "./deployment-scene.ts";
import { kubectl } from "./equivalent-command.ts";
import { gitOpsWarning } from "./gitops-owner.ts";
import { pointer } from "./guarded-patch.ts";
import { fieldHashes, identityOf } from "./identity.ts";
import { configFields } from "./object-identity.ts";
import type { ConfigMap } from "./objects.ts";
import type { OldText } from "./old-text.ts";
import { partsOf, type PlanPart } from "./plan-part.ts";
import { planRestart } from "./plan-restart.ts";
import { patchWrite, refuseUnlessRolling, targetOf } from "./plan-template-patch.ts";
import { configMapPath } from "./resource-paths.ts";

export interface ConfigOrder {
  readonly type: string;
  readonly scene: DeploymentScene;
  readonly configMap: ConfigMap;
  readonly key: string;
  readonly value: string;
  /** What the key holds now, as the plan tells of it. */
  readonly old: OldText;
  /** RFC 3339, written into the template as kubectl's restart does. */
  readonly restartedAt: string;
}

/** The value of a key. Throws PlanRefusal where there is no such key: a program reads no key that was mistyped. */
export function presentValue({ metadata, data = {} }: ConfigMap, key: string): string {
  const value = Object.hasOwn(data, key) ? data[key] : undefined;
  if (value !== undefined) return value;
  const keys = Object.keys(data).join(", ");
  throw new PlanRefusal(
    "unfit",
    `configmap/${metadata.name} has no key ${key}; there are: ${keys === "" ? "none" : keys}`,
  );
}

/**
 * The plan that sets one key of a ConfigMap and then replaces the pods that read it: two writes, each with its own guard and mark. Throws
 * PlanRefusal where it has that value already, is immutable, or would put a secret on the screen.
 */
export function planConfig({ type, scene, configMap, key, value, old, restartedAt }: ConfigOrder): Plan {
  const { namespace, deployment } = scene;
  const { name, uid } = configMap.metadata;
  const from = presentValue(configMap, key);
  if (configMap.immutable === true)
    throw new PlanRefusal("unfit", `configmap/${name} is immutable: a new one must take its place`);
  if (looksSecret(key, from) || looksSecret(key, value))
    throw new PlanRefusal(
      "unfit",
      `key ${key} of configmap/${name} looks like a secret (${HIDDEN}): change it by hand`,
    );
  if (configMap.metadata.deletionTimestamp) throw new PlanRefusal("not-now", `configmap/${name} is being deleted`);
  if (from === value)
    throw new PlanRefusal("not-now", `key ${key} of configmap/${name} is ${JSON.stringify(value)} already`);
  refuseUnlessRolling(deployment, namespace);
  const fields = configFields(key)(configMap);
  const path = configMapPath(namespace, name);
  const write = patchWrite("ConfigMap", namespace, path, configMap, [
    { op: "replace", path: pointer("data", key), value },
  ]);
  const config: PlanPart = {
    target: targetOf("ConfigMap", namespace, configMap),
    identity: identityOf(uid, fields),
    before: { fields: fieldHashes(uid, fields), key, from: old.before, to: value },
  };
  const merged = JSON.stringify({ data: { [key]: value } });
  const patched = kubectl(namespace, "patch", `configmap/${name}`, "--type=merge", "-p", merged);
  const restart = planRestart(type, scene, restartedAt);
  const reads = configurationReferences(deployment.spec.template).some(
    (reference) => reference.kind === "ConfigMap" && reference.name === name,
  );
  return {
    action: type,
    summary: `set ${key} of ${name} to ${shown(value)} and restart ${deployment.metadata.name}`,
    target: config.target,
    identity: identityOf(uid, { configMap: config.identity, deployment: restart.identity }),
    writes: [write, ...restart.writes.map((second) => ({ ...second, id: "2" }))],
    instructions: [],
    changes: [{ path: `${name}: ${key}`, from: old.shown, to: value }, ...restart.changes],
    impact: restart.impact,
    warnings: [
      reads ? null : `deployment/${deployment.metadata.name} does not name this ConfigMap: its pods may not read it`,
      gitOpsWarning(configMap),
      ...restart.warnings,
    ].filter((warning) => warning !== null),
    equivalent: `${patched} && ${restart.equivalent}`,
    undo: `sets ${key} back to ${old.before === from ? shown(from) : "the text that it had"} and restarts again, unless somebody changes it meanwhile`,
    ...(isObject(old.before) ? { undoBesideRun: true } : {}),
    before: { parts: partsOf({ "1": config, "2": restart }) },
    completionSeconds: restart.completionSeconds,
  };
}

/** For a summary: a whole file in a key is not read aloud. */
function shown(value: string): string {
  const line = JSON.stringify(value);
  return line.length <= 40 ? line.slice(1, -1) : "another text";
}
