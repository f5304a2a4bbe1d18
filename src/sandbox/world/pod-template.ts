import { hash32, NAME_ALPHABET } from "../random.ts";
import { canonical } from "./canonical.ts";
import type { Labels, PodTemplate } from "./objects.ts";

/** The label by which a ReplicaSet knows its own pods; no part of what a release is. */
export const TEMPLATE_HASH = "pod-template-hash";

const identities = new WeakMap<PodTemplate, string>();

export function withoutHash(labels: Labels | undefined): Labels {
  return Object.fromEntries(Object.entries(labels ?? {}).filter(([key]) => key !== TEMPLATE_HASH));
}

/** A text that is equal for two templates exactly when they differ in nothing but the hash label. */
export function templateIdentity(template: PodTemplate): string {
  const known = identities.get(template);
  if (known !== undefined) {
    return known;
  }
  const { creationTimestamp: _, labels, ...metadata } = template.metadata ?? {};
  const identity = canonical({ metadata: { ...metadata, labels: withoutHash(labels) }, spec: template.spec });
  identities.set(template, identity);
  return identity;
}

/** The pod-template-hash: a 32-bit hash in decimal, its digits replaced by the alphabet of generated names. */
export function templateHash(template: PodTemplate): string {
  const digits = String(hash32(templateIdentity(template)));
  return Array.from(digits, (digit) => NAME_ALPHABET[digit.charCodeAt(0) % NAME_ALPHABET.length] ?? "b").join("");
}
