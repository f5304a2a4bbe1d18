export interface CommandAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  readonly durationMs: number;
}

/** Starts programs of the environment's allow-list by argument list, never through a shell. Rejects with ClientError (`not-allowed`, `timeout`, `aborted`, `unreachable` when it cannot be started). */
export interface ShellClient {
  run(command: readonly string[], signal: AbortSignal): Promise<CommandAnswer>;
}
