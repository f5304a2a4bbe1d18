import type { Finding } from "../../core/preflight/finding.ts";
import type { Thing } from "../../core/preflight/thing.ts";

/** Something that arguments name, found or not. */
export function thingFinding({ what, there, hint }: Thing): Finding {
  if (there) return { subject: what, status: "there", detail: "found", hint: null };
  return { subject: what, status: "missing", detail: "not found", hint };
}
