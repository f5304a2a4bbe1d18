import type { Environment, SecretReference } from "../../core/environment/environment.ts";
import { nameOf, readReference, type SecretSources } from "./read-secret.ts";
import { webhookSecrets } from "./webhook-secrets.ts";

const SECRET_KEYS = new Set(["bearerToken", "password", "routingKey", "webhook", "key"]);

/**
 * Registers every secret that an environment refers to before anything is asked: whoever tells one that is not needed yet tells a secret all the same; and
 * in one order, so that of two names of one value it is always the same that is told. What cannot be read is said where it is needed.
 */
export async function registerConfigured(environment: Environment, sources: SecretSources): Promise<void> {
  const { parameters: _parameters, ...rest } = environment;
  const found = references(rest).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const values = await Promise.allSettled(
    found.map(async ({ reference }) => (await readReference(reference, "", sources)).trim()),
  );
  found.forEach(({ key, reference }, index) => {
    const read = values[index];
    if (read?.status !== "fulfilled") return;
    const name = nameOf(reference);
    sources.secrets.add(name, read.value);
    if (key === "webhook") for (const part of webhookSecrets(read.value)) sources.secrets.add(name, part);
  });
}

function references(value: unknown, key = ""): { readonly key: string; readonly reference: SecretReference }[] {
  if (typeof value !== "object" || value === null) return [];
  if (SECRET_KEYS.has(key) && isReference(value)) return [{ key, reference: value }];
  return Object.entries(value).flatMap(([name, item]) => references(item, name));
}

function isReference(value: object): value is SecretReference {
  return ("env" in value && typeof value.env === "string") || ("file" in value && typeof value.file === "string");
}
