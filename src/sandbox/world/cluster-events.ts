import { hash32, uuidFrom } from "../random.ts";
import type { EventObject, KubeObject } from "./objects.ts";
import { HOUR_MS, timestamp } from "./time.ts";
import type { World } from "./world.ts";

/** The API server forgets events after this time (its --event-ttl). */
const EVENT_TTL_MS = HOUR_MS;

function forgetLater(world: World, namespace: string, name: string): void {
  world.agenda.at(world.nowMs + EVENT_TTL_MS, () => {
    const event = world.store.get("events", namespace, name);
    if (event !== undefined && Date.parse(event.lastTimestamp) + EVENT_TTL_MS <= world.nowMs + 1000) {
      world.store.remove("events", event);
    }
  });
}

/** Records an event of core/v1, or raises the count of the same one, as client-go's recorder does. */
export function recordEvent(
  world: World,
  about: KubeObject,
  type: "Normal" | "Warning",
  reason: string,
  message: string,
  component: string,
): void {
  if (world.nowMs < world.startedAtMs - 2 * EVENT_TTL_MS) {
    return; // Nobody can ask before the world's start, and by then it would be forgotten.
  }
  const namespace = about.metadata.namespace ?? "default";
  const identity = `${about.kind}/${about.metadata.uid}/${reason}/${message}`;
  const name = `${about.metadata.name}.${hash32(identity).toString(16).padStart(8, "0")}${hash32(`2${identity}`).toString(16)}`;
  const now = timestamp(world.nowMs);
  const known = world.store.get("events", namespace, name);
  forgetLater(world, namespace, name);
  if (known !== undefined) {
    world.store.put("events", { ...known, count: known.count + 1, lastTimestamp: now });
    return;
  }
  const event: EventObject = {
    apiVersion: "v1",
    kind: "Event",
    metadata: {
      name,
      namespace,
      uid: uuidFrom(`${world.seed}/event/${name}`),
      resourceVersion: "",
      creationTimestamp: now,
    },
    involvedObject: {
      apiVersion: about.apiVersion,
      kind: about.kind,
      namespace,
      name: about.metadata.name,
      uid: about.metadata.uid,
    },
    reason,
    message,
    type,
    count: 1,
    firstTimestamp: now,
    lastTimestamp: now,
    source: { component },
    reportingComponent: component,
  };
  world.store.put("events", event);
}
