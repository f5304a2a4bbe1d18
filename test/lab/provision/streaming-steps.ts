import { flink } from "./flink.ts";
import { kafka } from "./kafka.ts";
import type { Step } from "./step.ts";

/** What the streaming lab needs beside the other: Java programs out of Maven's registry. */
export const streamingSteps: readonly Step[] = [kafka, flink];
