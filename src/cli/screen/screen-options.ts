import type { Output } from "../output/outputs.ts";

export interface ScreenOptions {
  readonly outputs: readonly Output[];
  readonly verbose: boolean;
  /** As it was given on the command line, to be given again in each command that is shown. */
  readonly stateDir: string | null;
  /** Nothing is shown but what goes wrong. */
  readonly quiet: boolean;
}
