/** What one container wrote in one of its lives, as it was read. */
export interface ContainerLog {
  readonly pod: string;
  /** Of the life before the present one. */
  readonly previous: boolean;
  readonly text: string;
  /** Cut at the byte limit: its last line may be half. */
  readonly cut: boolean;
  /** There are older lines of the time asked for, beyond the number that is read. */
  readonly older: boolean;
}

/** There is more of it than was read. */
export function isLonger({ cut, older }: ContainerLog): boolean {
  return cut || older;
}

export interface UnreadLog {
  readonly pod: string;
  readonly reason: string;
}

export interface LogFacts {
  readonly pods: number;
  readonly logs: readonly ContainerLog[];
  /** Pods of which something could not be read, each with the reason. */
  readonly unread: readonly UnreadLog[];
  readonly sinceMs: number;
  /** The Deployment's own, as kubectl's `-l` takes it; absent: pods were looked up by labels alone. */
  readonly selector?: string | null;
}
