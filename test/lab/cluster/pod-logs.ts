import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClusterAddress } from "./address.ts";

/** One line that a pod wrote. */
export type LogLine = { readonly at: Date; readonly text: string };

export type LogEntry = {
  readonly level: "ERROR" | "WARN" | "INFO" | "DEBUG";
  readonly message: string;
  readonly context?: Readonly<Record<string, unknown>>;
};

/** A line in the platform's structured format. */
export function jsonLogLine(at: Date, entry: LogEntry, service = "feature-api"): LogLine {
  const { level, message, context } = entry;
  const text = JSON.stringify({
    timestamp: at.toISOString(),
    level,
    service,
    instance: `${service}-pod`,
    trace_id: "abc123def456",
    span_id: "span789",
    message,
    context: context ?? { namespace: "search", feature_group: "user_booking_features" },
  });
  return { at, text };
}

/**
 * Lines of a service under traffic, one a second, the newest at `until` (now unless said): `total`
 * lookups, of which `errors`, spread evenly, failed with `error`, each with another entity's id.
 */
export function trafficLog(options: {
  readonly total: number;
  readonly errors: number;
  readonly error?: string;
  readonly until?: Date;
}): readonly LogLine[] {
  const { total, errors, error = "KeyError: 'entity-%'", until = new Date() } = options;
  return Array.from({ length: total }, (_, index) => {
    const at = new Date(until.getTime() - (total - 1 - index) * 1000);
    const failed = Math.floor(((index + 1) * errors) / total) > Math.floor((index * errors) / total);
    return jsonLogLine(
      at,
      failed
        ? { level: "ERROR", message: error.replace("%", String(1000 + index)) }
        : { level: "INFO", message: "Feature lookup completed" },
    );
  });
}

const criLine = ({ at, text }: LogLine) => `${at.toISOString().replace("Z", "000000Z")} stdout F ${text}\n`;

/** The file that a namespace's pods, or one pod, answer `kubectl logs` from. */
export function logFile(address: ClusterAddress, namespace: string, pod = "every-pod"): string {
  return join(address.folder, "pod-logs", `${namespace}_${pod}.log`);
}

/** The same for the container's previous life. */
export function previousLogFile(address: ClusterAddress, namespace: string, pod?: string): string {
  return `${logFile(address, namespace, pod)}.previous`;
}

/** Writes lines in the format that container runtimes keep on disk. */
export async function writeLog(path: string, lines: readonly LogLine[]): Promise<void> {
  await writeFile(path, lines.map(criLine).join(""));
}
