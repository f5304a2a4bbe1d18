import type { Labels, Link } from "./resolved-alert.ts";

/** The annotation whose whole value is a runbook's name; Prometheus takes no dots or slashes in the names of annotations. */
export const EXPLICIT_ANNOTATION = "bigops_runbook";

/** The annotations that link to a runbook, wherever it is written down. */
const LINK_ANNOTATIONS = ["runbook_url", "runbook"] as const;

/** No link is longer; what is cut names no runbook. */
const LONGEST = 2_000;

/** The name that an alert's annotations say outright; null where they say none. */
export function explicitName(annotations: Labels): string | null {
  return annotationOf(annotations, EXPLICIT_ANNOTATION);
}

/** What the links of an alert's annotations end in. */
export function linksIn(annotations: Labels): readonly Link[] {
  return LINK_ANNOTATIONS.flatMap((annotation) => {
    const name = basename(annotationOf(annotations, annotation) ?? "");
    return name === "" ? [] : [{ annotation, name }];
  });
}

function annotationOf(annotations: Labels, annotation: string): string | null {
  const value = Object.hasOwn(annotations, annotation) ? annotations[annotation]?.slice(0, LONGEST).trim() : "";
  return value === undefined || value === "" ? null : value;
}

/** Without query, fragment and what a file's name ends in, which are no part of a runbook's name. */
function basename(link: string): string {
  const parts = (link.split(/[?#]/, 1)[0] ?? "").split("/").filter((part) => part !== "");
  return (parts.at(-1) ?? "").replace(/\.(?:md|html?|ya?ml)$/i, "");
}
