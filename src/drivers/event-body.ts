import type { RunEvent } from "../core/run/event.ts";

type WithoutTime<E> = E extends RunEvent ? Omit<E, "atMs"> : never;

/** An event before the driver has stamped it. */
export type RunEventBody = WithoutTime<RunEvent>;

export type BodyOf<T extends RunEvent["type"]> = Extract<RunEventBody, { type: T }>;
