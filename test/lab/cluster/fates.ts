/**
 * What becomes of a pod: the value of its annotation `lab/fate`. In a pod template it makes a
 * release good or bad; put on living pods it strikes them, and a restart heals.
 *
 * - `ready` (also without annotation): Running and Ready after half a second; heals what was not.
 * - `crash-loop`, `oom`: waiting with CrashLoopBackOff, one restart more every 10 s.
 * - `crash-flap`: the same, with moments of Running in between, as real loops have.
 * - `image-pull`: ErrImagePull, then ImagePullBackOff, phase Pending. Only for new pods.
 * - `config-error`: CreateContainerConfigError, phase Pending. Only for new pods.
 * - `never-ready`: Running, never Ready. `slow-start`: so at first, then Ready (`lab/ready-after`, 5s).
 * - `evicted`: phase Failed, reason Evicted. `stuck-terminating`: a deletion never ends.
 */
export type Fate =
  | "ready"
  | "crash-loop"
  | "crash-flap"
  | "oom"
  | "image-pull"
  | "config-error"
  | "never-ready"
  | "slow-start"
  | "evicted"
  | "stuck-terminating";

/** The annotation that holds a pod's fate. */
export const fateAnnotation = "lab/fate";
/** How long a slow start takes, as a Go duration (`5s`). */
export const readyAfterAnnotation = "lab/ready-after";
/** Restarts that a ready pod has behind it since long ago, as noise. */
export const oldRestartsAnnotation = "lab/old-restarts";
