import { drawFrom } from "../random.ts";
import type { Complaint, Fate } from "../world/fate.ts";

export interface LogLine {
  readonly atMs: number;
  readonly text: string;
}

/** Who writes a line; `service` is the container's name. */
export interface Writer {
  readonly service: string;
  readonly pod: string;
  readonly seed: number;
}

const GROUPS = ["user_booking_features", "listing_quality_features", "search_context_features"] as const;

function hex(draw: number): string {
  return Math.floor(draw * 0xffff_ffff)
    .toString(16)
    .padStart(8, "0");
}

/** One line in the platform's structured log format; `key` makes its details differ from its neighbours'. */
export function logLine(
  writer: Writer,
  atMs: number,
  level: "ERROR" | "WARN" | "INFO",
  message: string,
  key: string,
  context: Record<string, unknown> = {},
): LogLine {
  const draw = drawFrom(`${writer.seed}/${writer.pod}/${key}`);
  const line = {
    timestamp: new Date(atMs).toISOString(),
    level,
    service: writer.service,
    instance: writer.pod,
    trace_id: `${hex(draw)}${hex((draw * 7919) % 1)}`,
    span_id: hex((draw * 104_729) % 1),
    message,
    context: { namespace: "search", feature_group: GROUPS[Math.floor(draw * GROUPS.length)] ?? GROUPS[0], ...context },
  };
  return { atMs, text: JSON.stringify(line) };
}

/** An error line with its type, as the platform's services write them. */
export function errorLine(writer: Writer, atMs: number, errorType: string, complaint: Complaint, key: string): LogLine {
  const message = complaint(drawFrom(`${writer.seed}/${writer.pod}/${key}/complaint`));
  return logLine(writer, atMs, "ERROR", message, key, { error_type: errorType });
}

/** What a container says when it ends badly; undefined when its fate gives it nothing to say. */
export function lastWords(fate: Fate): Complaint | undefined {
  return fate.kind === "crash" || fate.kind === "not-ready" ? fate.complaint : undefined;
}
