import type { Json, JsonObject } from "../../core/json.ts";
import { asObject, isObject } from "./pod-template.ts";

export interface ConfigurationReference {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
}

const BY_KEY: { readonly [key: string]: { readonly kind: "ConfigMap" | "Secret"; readonly nameKey: string } } = {
  configMapKeyRef: { kind: "ConfigMap", nameKey: "name" },
  configMapRef: { kind: "ConfigMap", nameKey: "name" },
  configMap: { kind: "ConfigMap", nameKey: "name" },
  secretKeyRef: { kind: "Secret", nameKey: "name" },
  secretRef: { kind: "Secret", nameKey: "name" },
  secret: { kind: "Secret", nameKey: "secretName" },
};

/** The ConfigMaps and Secrets that a template's containers and volumes read, each once: env, envFrom, volumes, projected volumes. */
export function configurationReferences(template: JsonObject): readonly ConfigurationReference[] {
  const { initContainers, containers, volumes } = asObject(template["spec"]);
  const found = new Map<string, ConfigurationReference>();
  for (const part of [initContainers, containers, volumes]) {
    if (part !== undefined) collect(part, found);
  }
  return [...found.values()];
}

function collect(value: Json, found: Map<string, ConfigurationReference>): void {
  if (Array.isArray(value)) value.forEach((item: Json) => collect(item, found));
  if (!isObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const source = BY_KEY[key];
    // A projected volume's secret calls it `name`, a plain one's `secretName`.
    const name = source === undefined ? undefined : (asObject(inner)[source.nameKey] ?? asObject(inner)["name"]);
    if (source !== undefined && typeof name === "string")
      found.set(`${source.kind} ${name}`, { kind: source.kind, name });
    collect(inner, found);
  }
}
