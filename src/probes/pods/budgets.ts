/** How long what may be normal is let be, milliseconds. */
export interface Budgets {
  /** A pod that was told to go may stay so long after its own grace period. */
  readonly terminationSlackMs: number;
  /** Pulling an image, creating a container. */
  readonly graceMs: number;
  /** From a container's start to its readiness. */
  readonly startupMs: number;
  /** An end that lies further back says nothing about now. */
  readonly windowMs: number;
}
