import { changeSilences } from "./alertmanager/change-silences.ts";
import type { Silences } from "./alertmanager/silences.ts";
import { changeCluster } from "./flink/change-cluster.ts";
import { dispatch } from "./kubernetes/dispatch.ts";
import { OPERATOR, VIEWER } from "./kubernetes/identity.ts";
import { Pages } from "./kubernetes/reads.ts";
import { apiRequest } from "./kubernetes/request.ts";
import type { SandboxMutation } from "./mutation.ts";
import type { StreamingPlatform } from "./streaming/streaming-platform.ts";
import type { Simulation } from "./world/simulation.ts";

/** What of the sandbox can be written to. */
interface Worlds {
  readonly simulation: Simulation;
  readonly platform: StreamingPlatform;
  readonly silences: Silences;
}

/** Does the writes of an earlier process again, each at its own time. @throws when one is no longer accepted. */
export function replay(worlds: Worlds, mutations: readonly SandboxMutation[]): void {
  const pages = new Pages();
  for (const mutation of mutations) {
    if (!writtenAgain(worlds, pages, mutation)) {
      throw new Error(
        `the sandbox cannot be brought back to where it was: ${mutation.method} ${mutation.path} is not accepted again; start a new run`,
      );
    }
  }
}

function writtenAgain({ simulation, platform, silences }: Worlds, pages: Pages, mutation: SandboxMutation): boolean {
  if (mutation.door === "flink") return flinkAgain(platform, mutation);
  if (mutation.door === "alertmanager") return changeSilences(silences, mutation, mutation.atMs)?.accepted ?? false;
  return kubernetesAgain(simulation, pages, mutation);
}

function flinkAgain(platform: StreamingPlatform, { atMs, method, path, body }: SandboxMutation): boolean {
  platform.advanceTo(atMs);
  const { pathname, searchParams } = new URL(path, "http://sandbox.invalid");
  return (
    changeCluster(platform.cluster, { method, path: pathname, query: searchParams, body }, atMs)?.accepted ?? false
  );
}

function kubernetesAgain(simulation: Simulation, pages: Pages, mutation: SandboxMutation): boolean {
  const { atMs, user, method, path, contentType, body } = mutation;
  simulation.advanceTo(atMs);
  const identity = user === VIEWER.name ? VIEWER : OPERATOR;
  const request = apiRequest({
    method,
    target: path,
    accept: "application/json",
    contentType,
    bytes: Buffer.from(body),
    identity,
  });
  const outcome = dispatch(simulation, request, pages, []);
  return "accepted" in outcome && outcome.accepted;
}
