import type { Exchange } from "./exchanges.ts";
import type { Reply } from "./ask.ts";

/** What two API servers must have in common in their answers to one exchange. */
export interface Likeness {
  readonly status: number;
  readonly kind: string;
  /** Of a Status that says no: reason, message and details, names and versions made equal. */
  readonly refusal?: unknown;
  /** Which fields there are and of which type. */
  readonly fields?: readonly string[];
}

/** Fields that follow from what the two platforms were given, not from how a server answers. */
const GIVEN = [
  /managedFields/,
  /\.(annotations|labels|matchLabels|data)\b/,
  /\.selector\.\w+/,
  /\.containers\[\]/,
  /rollingUpdate/,
  /targetPort/,
  /containerID/,
  /lastState/,
  /\.conditions\[\]\.message/,
  /userInfo\.extra/,
  /creationTimestamp/,
  /\.status\.reason/,
  /^\.metadata$/,
];

function fieldsOf(value: unknown, path: string, found: Set<string>): Set<string> {
  if (Array.isArray(value)) {
    value.forEach((item) => fieldsOf(item, `${path}[]`, found));
  } else if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    entries.forEach(([key, field]) => fieldsOf(field, `${path}.${key}`, found));
    if (entries.length === 0) {
      found.add(path);
    }
  } else {
    found.add(`${path}: ${value === null ? "null" : typeof value}`);
  }
  return found;
}

function made(text: string, namespace: string): string {
  return text
    .replaceAll(`"${namespace}"`, '"NS"')
    .replaceAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, "UID")
    .replaceAll(/in record \(\d+\)/g, "in record (VERSION)");
}

/** The part of a reply that must be alike. */
export function likeness(exchange: Exchange, reply: Reply, namespace: string): Likeness {
  const body = reply.body as
    | { kind?: string; status?: unknown; message?: string; reason?: string; details?: unknown }
    | string;
  if (typeof body === "string") {
    return { status: reply.status, kind: "text" };
  }
  const kind = body.kind ?? "";
  if (kind === "Status" && body.status === "Failure") {
    const { message = "", reason, details } = body;
    const whole = JSON.parse(made(JSON.stringify({ message, details: details ?? null }), namespace)) as object;
    return { status: reply.status, kind, refusal: exchange.ownWords === true ? { reason } : { reason, ...whole } };
  }
  const fields = [...fieldsOf(body, "", new Set())].filter((field) => !GIVEN.some((given) => given.test(field)));
  return { status: reply.status, kind, ...(exchange.ownWords === true ? {} : { fields: fields.toSorted() }) };
}
