import type { Writer } from "../world/field-managers.ts";
import type { Simulation } from "../world/simulation.ts";
import type { Resource } from "../world/store.ts";
import type { Answer } from "./answer.ts";
import type { ResourcePath } from "./request-path.ts";
import type { ResourceInfo } from "./resources.ts";

/** What a mutating request came to. */
export interface Written {
  readonly answer: Answer;
  /** Whether the world was changed: such a request is replayed, others are not. */
  readonly accepted: boolean;
}

/** What a mutating request is about, and how it is meant. */
export interface Target {
  readonly simulation: Simulation;
  readonly info: ResourceInfo;
  readonly path: ResourcePath;
  readonly dryRun: boolean;
  readonly writer: Writer;
}

/** Kinds whose generation counts the changes of their spec. */
export const WITH_GENERATION: ReadonlySet<Resource> = new Set<Resource>(["deployments", "poddisruptionbudgets"]);

export function refused(answer: Answer): Written {
  return { answer, accepted: false };
}
