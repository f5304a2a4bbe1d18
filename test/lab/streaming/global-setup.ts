import type { TestProject } from "vitest/node";
import { provisionOrSkip } from "../provision/provision-or-skip.ts";
import { streamingSteps } from "../provision/streaming-steps.ts";
import "./injected.ts";
import { startKafka } from "./kafka/start-kafka.ts";

/** Starts the one broker that all streaming suites share, each with topics and groups of its own names; returns what stops it. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!(await provisionOrSkip("streaming suites", streamingSteps))) {
    project.provide("streaming", null);
    return undefined;
  }
  const { address, close } = await startKafka();
  project.provide("streaming", { kafka: address });
  return close;
}
