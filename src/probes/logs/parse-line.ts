import { withoutTelling } from "../../core/text/foreign-text.ts";

export interface LogLine {
  /** When it was written, milliseconds since the epoch; null where neither the cluster nor the line says. */
  readonly atMs: number | null;
  readonly level: "error" | "other";
  readonly message: string;
  /** Of the allow-list only. */
  readonly keys: LogKeys;
}

export interface LogKeys {
  readonly level: string | null;
  readonly service: string | null;
  readonly errorType: string | null;
  readonly namespace: string | null;
  readonly featureGroup: string | null;
}

const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}) /;
const ERROR_LEVELS = new Set(["ERROR", "ERR", "FATAL", "CRITICAL", "CRIT", "SEVERE", "PANIC", "EMERGENCY", "ALERT"]);
/** A level near the beginning of a plain line, or an exception's name at it. */
const PLAIN_ERROR =
  /^.{0,60}?\b(ERROR|FATAL|CRITICAL|SEVERE|PANIC)\b|^\W{0,4}[\w.]*(Error|Exception)\b|^panic:|^Traceback /;
const NO_KEYS: LogKeys = { level: null, service: null, errorType: null, namespace: null, featureGroup: null };

/**
 * One line as the cluster serves it, with its timestamp in front: JSON in the platform's format (level, service, message, context), or plain text. When it was
 * written and its keys are read once somebody asks for them: of a hundred thousand lines a few errors' are.
 */
export function parseLine(served: string): LogLine {
  const stamped = STAMP.test(served);
  const space = served.indexOf(" ");
  const stamp = stamped ? served.slice(0, space) : undefined;
  const text = stamped ? served.slice(space + 1) : served;
  const fields = parseObject(text);
  if (fields === null) {
    const level = PLAIN_ERROR.test(text) ? "error" : "other";
    return {
      get atMs() {
        return timeOf(stamp);
      },
      level,
      message: text,
      keys: NO_KEYS,
    };
  }
  const level = textOf(fields["level"] ?? fields["severity"])?.toUpperCase() ?? null;
  return {
    get atMs() {
      return timeOf(stamp) ?? timeOf(textOf(fields["timestamp"]));
    },
    level: level !== null && ERROR_LEVELS.has(level) ? "error" : "other",
    message: textOf(fields["message"] ?? fields["msg"]) ?? "",
    get keys() {
      return keysOf(fields, level);
    },
  };
}

function keysOf(fields: Readonly<Record<string, unknown>>, level: string | null): LogKeys {
  const context = asObject(fields["context"]);
  const error = asObject(fields["error"] ?? context["error"]);
  return {
    level: word(level),
    service: word(fields["service"]),
    errorType: word(context["error_type"] ?? fields["error_type"] ?? error["type"]),
    namespace: word(context["namespace"]),
    featureGroup: word(context["feature_group"]),
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  if (!text.startsWith("{")) return null;
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** The values of allow-listed keys are names; anything else in their place is left out. */
function word(value: unknown): string | null {
  if (typeof value !== "string" || !/^[A-Za-z][\w.:-]{0,79}$/.test(value)) return null;
  // Without a digit and a colon it has the form of no token and no password, which spares most lines the look.
  return /[\d:]/.test(value) && withoutTelling(value) !== value ? null : value;
}

function timeOf(text: string | null | undefined): number | null {
  const ms = Date.parse(text ?? "");
  return Number.isNaN(ms) ? null : ms;
}
