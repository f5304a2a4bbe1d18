import type { EventObject } from "../../world/objects.ts";
import { ageSince } from "../age.ts";
import type { Column } from "./column.ts";

function eventAge(event: EventObject, nowMs: number): string {
  const last = ageSince(event.lastTimestamp, nowMs);
  return event.count > 1 ? `${last} (x${event.count} over ${ageSince(event.firstTimestamp, nowMs)})` : last;
}

export const events: Column<EventObject>[] = [
  { name: "Last Seen", cell: eventAge },
  { name: "Type", cell: (event) => event.type },
  { name: "Reason", cell: (event) => event.reason },
  { name: "Object", cell: (event) => `${event.involvedObject.kind.toLowerCase()}/${event.involvedObject.name}` },
  { name: "Subobject", wide: true, cell: () => "" },
  { name: "Source", wide: true, cell: (event) => event.source.component },
  { name: "Message", cell: (event) => event.message.trim() },
  { name: "First Seen", wide: true, cell: (event, nowMs) => ageSince(event.firstTimestamp, nowMs) },
  { name: "Count", wide: true, cell: (event) => event.count },
  { name: "Name", wide: true, cell: (event) => event.metadata.name },
];
