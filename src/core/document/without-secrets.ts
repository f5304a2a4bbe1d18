import type { Json } from "../json.ts";
import { HIDDEN } from "../text/hidden.ts";
import { looksSecret } from "../text/looks-secret.ts";

/** A write's body for a report: literal values that look like secrets are hidden; what is sent is the body as it was approved. */
export function withoutSecrets(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== "object") return looksSecret("", value) ? HIDDEN : value;
  const entries = Object.entries(value as { readonly [key: string]: Json });
  const name = entries.find(([key]) => key === "name")?.[1];
  return Object.fromEntries(
    entries.map(([key, item]) => {
      const called = key === "value" && typeof name === "string" ? name : key;
      return [key, looksSecret(called, item) ? HIDDEN : withoutSecrets(item)];
    }),
  );
}
