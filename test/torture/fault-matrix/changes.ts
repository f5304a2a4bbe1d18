import type { Subject } from "./subject.ts";
import { subjects } from "./subjects.ts";

/** A change that is made, so that all is asked that a run asks about one. */
export interface ChangeToMake extends Subject {
  /** The same requests as another one's: in the long form alone. */
  readonly long?: true;
}

const planned: readonly ChangeToMake[] = subjects.filter(({ kind }) => kind === "action");

/** Every action that reads; and those once more that are made in another way elsewhere. */
export const changesToMake: readonly ChangeToMake[] = [
  ...planned.map((subject) => (subject.type === "flink.rescale" ? { ...subject, long: true as const } : subject)),
  {
    kind: "action",
    type: "flink.rescale",
    title: "flink.rescale of a job that can be rescaled while it runs",
    door: "flink",
    args: { job: "zipline-streaming", parallelism: 3 },
    world: "backpressure-adaptive",
  },
  {
    kind: "action",
    type: "kubernetes.scale",
    title: "kubernetes.scale of an autoscaler's bounds",
    door: "kubernetes",
    args: { deployment: "deep-thought", replicas: 6, autoscaler: "bounds" },
    world: "none",
  },
];
