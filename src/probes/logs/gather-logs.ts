import { ClientError } from "../../clients/client-error.ts";
import type { KubernetesClient } from "../../clients/kubernetes-client.ts";
import type { Pod } from "../../clients/kubernetes-objects/api-objects.ts";
import { eachBounded } from "./each-bounded.ts";
import type { ContainerLog, LogFacts, UnreadLog } from "./log-facts.ts";
import { newestLines } from "./newest-lines.ts";
import { logRequests, type LogRequest } from "./log-requests.ts";

export interface LogQuestion {
  readonly container: string | null;
  readonly sinceMs: number;
  readonly tailLines: number;
  readonly nowMs: number;
}

const AT_ONCE = 8;
const PODS_MOST = 50;
const BYTES_EACH = 256 * 1024;
/** One of 50 pods with two lives each still gets 80 KiB. */
const BYTES_ALL = 8 * 1024 * 1024;

/**
 * The logs of all these pods, bounded in pods, lines and bytes. A log that cannot be read is named with the reason. Rejects with ClientError when
 * every single one was refused.
 */
export async function gatherLogs(
  kubernetes: KubernetesClient,
  pods: readonly Pod[],
  { container, sinceMs, tailLines, nowMs }: LogQuestion,
  signal: AbortSignal,
): Promise<LogFacts> {
  const asked = pods.slice(0, PODS_MOST).map((pod) => logRequests(pod, container, nowMs - sinceMs));
  const requests = asked.flatMap((one) => ("reason" in one ? [] : one));
  const limitBytes = Math.min(BYTES_EACH, Math.floor(BYTES_ALL / Math.max(1, requests.length)));
  const read = async ({
    pod,
    container,
    previous,
  }: LogRequest): Promise<ContainerLog | (UnreadLog & { failure: ClientError })> => {
    const query = {
      container,
      previous,
      // One more, to know whether there are more.
      tailLines: tailLines + 1,
      limitBytes,
      sinceSeconds: Math.ceil(sinceMs / 1_000),
      timestamps: true,
    };
    try {
      const text = await kubernetes.logs(kubernetes.namespace, pod, query, signal);
      // Measured in UTF-16 units, which are never more than its bytes.
      const cut = text.length * 3 >= limitBytes && Buffer.byteLength(text) >= limitBytes;
      return { pod, previous, cut, ...newestLines(text, tailLines) };
    } catch (failure) {
      if (!(failure instanceof ClientError) || signal.aborted) throw failure;
      return { pod, reason: `${previous ? "its life before: " : ""}${failure.message}`, failure };
    }
  };
  const answers = await eachBounded(requests, AT_ONCE, read);
  const failed = answers.flatMap((answer) => ("failure" in answer ? [answer] : []));
  const [first] = failed;
  if (first !== undefined && failed.length === answers.length) throw first.failure;
  return {
    pods: pods.length,
    sinceMs,
    logs: answers.flatMap((answer) => ("failure" in answer ? [] : [answer])),
    unread: [
      ...asked.flatMap((one) => ("reason" in one ? [one] : [])),
      ...failed.map(({ pod, reason }) => ({ pod, reason })),
      ...pods
        .slice(PODS_MOST)
        .map(({ metadata }) => ({ pod: metadata.name, reason: `only ${PODS_MOST} pods are read` })),
    ],
  };
}
