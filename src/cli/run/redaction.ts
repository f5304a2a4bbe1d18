import type { SecretRegistry } from "../../clients/secret-registry.ts";
import type { RunEvent } from "../../core/run/event.ts";

/** Replaces every secret that this process loaded, in every text of an event; its shape stays. */
export function redaction(secrets: SecretRegistry): (event: RunEvent) => RunEvent {
  return (event) => redacted(event, secrets);
}

/** Replaces every secret in every text of a value, keys included; what holds none is the same as before. Only lists and plain objects are looked into. */
export function redacted<T>(value: T, secrets: Redactor): T {
  return (tells(value, { secrets, keys: new Map(), clean: new Set() }) ? redactedIn(value, secrets) : value) as T;
}

type Redactor = Pick<SecretRegistry, "redact">;

interface Search {
  readonly secrets: Redactor;
  /** Whether a key tells a secret: thousands of objects have the same few. */
  readonly keys: Map<string, boolean>;
  /** Texts that tell none: thousands of objects have the same images, phases and reasons, too. */
  readonly clean: Set<string>;
}

/** Names of their own are not worth remembering beyond this. */
const MOST_CLEAN = 2_000;

/** Of thousands of objects hardly any tells a secret, so they are looked through before anything is built. */
function tells(value: unknown, search: Search): boolean {
  if (typeof value === "string") return textTells(value, search);
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) if (tells(item, search)) return true;
    return false;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const key in value)
    if (keyTells(key, search) || tells((value as Readonly<Record<string, unknown>>)[key], search)) return true;
  return false;
}

function textTells(text: string, { clean, secrets }: Search): boolean {
  if (clean.has(text)) return false;
  if (secrets.redact(text) !== text) return true;
  if (clean.size < MOST_CLEAN) clean.add(text);
  return false;
}

function keyTells(key: string, { keys, secrets }: Search): boolean {
  const known = keys.get(key);
  if (known !== undefined) return known;
  const found = secrets.redact(key) !== key;
  keys.set(key, found);
  return found;
}

function redactedIn(value: unknown, secrets: Redactor): unknown {
  if (typeof value === "string") return secrets.redact(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => redactedIn(item, secrets));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [secrets.redact(key), redactedIn(item, secrets)]),
  );
}
