import type { Artifact } from "./lab-folder.ts";

/** What a step may use while it builds. */
export type Workshop = {
  /** An empty folder for sources and intermediate files; removed afterwards. */
  readonly folder: string;
  /** The folder that becomes the artifact's `bin`. */
  readonly bin: string;
  /** Runs a program to its end with its output in the step's log; rejects when it fails. */
  readonly run: (command: string, args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<void>;
};

/** One artifact and how it is made. To add a server: one file with a step, and a line in steps.ts. */
export type Step = Artifact & {
  readonly needs: "go" | "npm" | "maven";
  /** Roughly how long a first build takes on two cores; shown, never relied upon. */
  readonly expectedSeconds: number;
  readonly make: (workshop: Workshop) => Promise<void>;
};
