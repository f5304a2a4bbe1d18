import type { RunEvent } from "./event.ts";

const TYPES: { readonly [T in RunEvent["type"]]: true } = {
  started: true,
  "handed-over": true,
  fenced: true,
  superseded: true,
  session: true,
  woke: true,
  checked: true,
  planned: true,
  "plan-failed": true,
  approved: true,
  declined: true,
  leased: true,
  intended: true,
  withheld: true,
  received: true,
  reconciled: true,
  progressed: true,
  "undo-requested": true,
  escalated: true,
  paged: true,
  acknowledged: true,
  left: true,
};

/** Whether this bigops knows what such an event means. One that it skipped would make it tell another story than was recorded. */
export function isEventType(type: unknown): boolean {
  return typeof type === "string" && Object.hasOwn(TYPES, type);
}
