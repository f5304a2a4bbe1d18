import { onTestFinished } from "vitest";
import type { StreamingFault } from "../../../src/sandbox/streaming/streaming-fault.ts";
import { createFlinkServer } from "../../../src/sandbox/flink/flink-server.ts";
import { closeServer, listenOnLoopback } from "../../../src/sandbox/listening.ts";
import type { SandboxMutation } from "../../../src/sandbox/mutation.ts";
import { jobOf, pipeline, STARTED_AT_MS } from "../streaming/pipeline.ts";

export interface Answer {
  readonly status: number;
  // What a test expects of the body it says itself.
  readonly body: Record<string, never> & { errors?: readonly string[] };
}

/** A Flink that listens, with a clock that the test moves. */
export async function startFlink(fault: string | StreamingFault = {}) {
  const platform = pipeline(fault);
  let nowMs = STARTED_AT_MS;
  const mutations: SandboxMutation[] = [];
  const server = createFlinkServer({
    platform,
    now: () => nowMs,
    trouble: {},
    onMutation: (mutation) => mutations.push(mutation),
  });
  const url = `http://127.0.0.1:${await listenOnLoopback(server)}`;
  onTestFinished(() => closeServer(server));
  const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${url}${path}`, init);
    return { status: response.status, body: (await response.json()) as Answer["body"] };
  };
  return {
    url,
    platform,
    mutations,
    jid: jobOf(platform).jid,
    ask,
    get: (path: string) => ask("GET", path),
    wait: (ms: number) => {
      nowMs += ms;
    },
  };
}
