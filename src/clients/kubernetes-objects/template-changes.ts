import { canonicalJson } from "../../core/digest/canonical-json.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import type { Change } from "../../core/plan/plan.ts";
import { flattenTemplate } from "./flatten-template.ts";
import { HIDDEN, HIDDEN_OTHER } from "../../core/text/hidden.ts";
import { looksSecret } from "../../core/text/looks-secret.ts";
import { asObject } from "./pod-template.ts";

/** The readable differences between two pod templates, in the order of the templates, images first. Values that look secret are hidden. */
export function templateChanges(from: JsonObject, to: JsonObject): readonly Change[] {
  const onlyContainer = containerCount(from) === 1 && containerCount(to) === 1;
  const before = flattenTemplate(from, onlyContainer);
  const after = flattenTemplate(to, onlyContainer);
  const changes = [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    const old = before.get(path) ?? null;
    const now = after.get(path) ?? null;
    return canonicalJson(old) === canonicalJson(now) ? [] : [masked(path, old, now)];
  });
  const isImage = (change: Change): boolean => /(^|\.)image$/.test(change.path);
  return [...changes.filter(isImage), ...changes.filter((change) => !isImage(change))];
}

function containerCount(template: JsonObject): number {
  const containers = asObject(template["spec"])["containers"];
  return Array.isArray(containers) ? containers.length : 0;
}

function masked(path: string, from: Json, to: Json): Change {
  const secret = [from, to].some((value) =>
    [value].flat().some((text) => looksSecret(path, text) && !isReference(text)),
  );
  if (!secret) return { path, from, to };
  return { path, from: from === null ? null : HIDDEN, to: to === null ? null : from === null ? HIDDEN : HIDDEN_OTHER };
}

// Where a value comes from is no secret, whatever the variable is called.
function isReference(value: Json): boolean {
  return typeof value === "string" && /^from (secretKeyRef|configMapKeyRef|fieldRef|resourceFieldRef) /.test(value);
}
