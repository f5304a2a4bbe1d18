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
  return redactedEntries(value, secrets) ?? value;
}

/** null: it is as it was. Of thousands of objects hardly any is another one, so none is built for those that are not. */
function redactedEntries(value: object, secrets: Pick<SecretRegistry, "redact">): object | null {
  let changed = false;
  const items: unknown[] = [];
  const keys = Object.keys(value);
  for (const key of keys) {
    const item: unknown = (value as Readonly<Record<string, unknown>>)[key];
    const clean = redactedIn(item, secrets);
    items.push(clean);
    if (clean !== item || secrets.redact(key) !== key) changed = true;
  }
  return changed ? Object.fromEntries(keys.map((key, index) => [secrets.redact(key), items[index]])) : null;
}
