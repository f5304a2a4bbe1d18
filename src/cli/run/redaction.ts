import type { SecretRegistry } from "../../clients/secret-registry.ts";
import type { RunEvent } from "../../core/run/event.ts";

/** Replaces every secret that this process loaded, in every text of an event; its shape stays. */
export function redaction(secrets: SecretRegistry): (event: RunEvent) => RunEvent {
  return (event) => redacted(event, secrets);
}

/** Replaces every secret in every text of a value, keys included; what holds none is the same as before. Only lists and plain objects are looked into. */
export function redacted<T>(value: T, secrets: Pick<SecretRegistry, "redact">): T {
  return redactedIn(value, { secrets, keys: new Map() }) as T;
}

interface Search {
  readonly secrets: Pick<SecretRegistry, "redact">;
  /** Thousands of objects have the same few keys. */
  readonly keys: Map<string, string>;
}

function redactedIn(value: unknown, search: Search): unknown {
  if (typeof value === "string") return search.secrets.redact(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => redactedIn(item, search));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return redactedEntries(value, search) ?? value;
}

/** null: it is as it was. Of thousands of objects hardly any is another one, so none is built for those that are not. */
function redactedEntries(value: object, search: Search): object | null {
  let changed = false;
  const items: unknown[] = [];
  const keys = Object.keys(value);
  for (const key of keys) {
    const item: unknown = (value as Readonly<Record<string, unknown>>)[key];
    const clean = redactedIn(item, search);
    items.push(clean);
    if (clean !== item || redactedKey(key, search) !== key) changed = true;
  }
  return changed ? Object.fromEntries(keys.map((key, index) => [redactedKey(key, search), items[index]])) : null;
}

function redactedKey(key: string, { keys, secrets }: Search): string {
  const known = keys.get(key);
  if (known !== undefined) return known;
  const redactedOnce = secrets.redact(key);
  keys.set(key, redactedOnce);
  return redactedOnce;
}
