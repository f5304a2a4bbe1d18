import type { Output } from "../output/outputs.ts";

export interface ScreenOptions {
  readonly outputs: readonly Output[];
  readonly verbose: boolean;
  /** Nothing is shown but what goes wrong. */
  readonly quiet: boolean;
}
