import { nestedTooDeeply } from "../../clients/http/nested-too-deeply.ts";
import { parseJson } from "../../clients/http/parse-json.ts";

/** What a health answer's body says; nothing judged. */
export interface HealthBody {
  readonly kind: "json" | "html" | "text" | "empty";
  /** Its word for its state: the JSON's field as it came, or a plain text of one word. */
  readonly word: string | null;
  readonly replicationLagSeconds: number | null;
}

const LAG_FIELDS: Readonly<Record<string, number>> = {
  replicationLagSeconds: 1,
  replication_lag_seconds: 1,
  lagSeconds: 1,
  lag_seconds: 1,
  replicationLagMs: 0.001,
  replication_lag_ms: 0.001,
};

/** `statusField`: the JSON's field, dots lead inwards. A boolean there reads as "true" or "false". */
export function readHealthBody(body: string, contentType: string, statusField: string): HealthBody {
  const text = body.trim();
  if (text === "") return { kind: "empty", word: null, replicationLagSeconds: null };
  const parsed = parseJson(text);
  if (typeof parsed === "object" && parsed !== null) {
    const value = statusField.split(".").reduce<unknown>((inner, key) => fieldOf(inner, key), parsed);
    const word = typeof value === "string" || typeof value === "boolean" ? String(value) : null;
    return { kind: "json", word, replicationLagSeconds: lagOf(parsed) };
  }
  if (/html/i.test(contentType) || /^<(!doctype|html|head|body)\b/i.test(text))
    return { kind: "html", word: null, replicationLagSeconds: null };
  if (parsed === undefined && nestedTooDeeply(text)) return { kind: "json", word: null, replicationLagSeconds: null };
  const plain = typeof parsed === "string" ? parsed : text;
  return {
    kind: "text",
    word: /^[\w-]{1,30}[.!]?$/.test(plain) ? plain.replace(/[.!]$/, "") : null,
    replicationLagSeconds: null,
  };
}

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

function lagOf(body: object): number | null {
  for (const holder of [body, fieldOf(body, "replication"), fieldOf(body, "details")]) {
    for (const [field, seconds] of Object.entries(LAG_FIELDS)) {
      const value = fieldOf(holder, field);
      if (typeof value === "number" && Number.isFinite(value)) return value * seconds;
    }
  }
  return null;
}
