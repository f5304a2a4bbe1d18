import { withoutSecrets } from "../core/document/without-secrets.ts";
import type { RunEvent } from "../core/run/event.ts";
import { shownJson } from "./json.ts";

/** One event as a JSON line for a report: as the journal has it, but that literal values which look like secrets are hidden in a plan's writes. */
export function renderEvent(event: RunEvent): string {
  if (event.type !== "planned") return `${shownJson(JSON.stringify(event))}\n`;
  const writes = event.plan.writes.map((write) => ({ ...write, body: withoutSecrets(write.body) }));
  return `${shownJson(JSON.stringify({ ...event, plan: { ...event.plan, writes } }))}\n`;
}
