import { asObject } from "../../clients/kubernetes-objects/pod-template.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Change } from "../../core/plan/plan.ts";

/** The images of a pod template's containers, in its order. */
export function imagesOf(template: JsonObject): readonly string[] {
  const { containers } = asObject(template["spec"]);
  return (Array.isArray(containers) ? containers : []).flatMap((container) => {
    const { image } = asObject(container);
    return typeof image === "string" ? [image] : [];
  });
}

/** The first change of an image, without what both names share: "2.4.0 → 2.4.1", or both in full when they share none. null: no image changed. */
export function imageChangeWords(changes: readonly Change[]): string | null {
  const change = changes.find(({ path }) => /(^|\.)image$/.test(path));
  if (change === undefined) return null;
  const [from, to] = [change.from, change.to].map((image) => (typeof image === "string" ? image : "none")) as [
    string,
    string,
  ];
  const shared = Math.max(from.lastIndexOf(":"), from.lastIndexOf("@")) + 1;
  const sameName = from.slice(0, shared) === to.slice(0, shared) && !from.slice(shared).includes("/");
  return sameName ? `${from.slice(shared)} → ${to.slice(shared)}` : `${from} → ${to}`;
}
