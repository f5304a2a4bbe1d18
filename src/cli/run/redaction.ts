import type { SecretRegistry } from "../../clients/secret-registry.ts";
import type { RunEvent } from "../../core/run/event.ts";

/** Replaces every secret that this process loaded, in every text of an event; its shape stays. */
export function redaction(secrets: SecretRegistry): (event: RunEvent) => RunEvent {
  return (event) => redacted(event, secrets) as RunEvent;
}

function redacted(value: unknown, secrets: SecretRegistry): unknown {
  if (typeof value === "string") return secrets.redact(value);
  if (Array.isArray(value)) return value.map((item) => redacted(item, secrets));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redacted(item, secrets)]));
}
