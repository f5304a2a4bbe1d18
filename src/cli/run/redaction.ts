import type { SecretRegistry } from "../../clients/secret-registry.ts";
import type { RunEvent } from "../../core/run/event.ts";

/** Replaces every secret that this process loaded, in every text of an event; its shape stays. */
export function redaction(secrets: SecretRegistry): (event: RunEvent) => RunEvent {
  return (event) => redacted(event, secrets);
}

/** Replaces every secret in every text of a value, keys included; what holds none is the same as before. Only lists and plain objects are looked into. */
export function redacted<T>(value: T, secrets: Pick<SecretRegistry, "redact">): T {
  return redactedIn(value, secrets) as T;
}

function redactedIn(value: unknown, secrets: Pick<SecretRegistry, "redact">): unknown {
  if (typeof value === "string") return secrets.redact(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => redactedIn(item, secrets));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value);
  const changed = entries.map(([key, item]) => [secrets.redact(key), redactedIn(item, secrets)] as const);
  const isSame = changed.every(([key, item], index) => key === entries[index]?.[0] && item === entries[index]?.[1]);
  return isSame ? value : Object.fromEntries(changed);
}
