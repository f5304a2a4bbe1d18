import type { SecretReference } from "../../core/environment/environment.ts";
import { ClientError } from "../client-error.ts";
import { fileTrouble } from "../file-trouble.ts";
import type { SecretRegistry } from "../secret-registry.ts";

/** Where secrets are read from; handed in, so that tests need neither. */
export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => Promise<string>;
  readonly secrets: SecretRegistry;
}

/**
 * The secret's value, without the line break that files end with; registered, so that it is redacted from then on.
 * `key`: where bigops.yaml asks for it, for the error. Rejects with ClientError `not-configured`.
 */
export async function readSecret(reference: SecretReference, key: string, sources: SecretSources): Promise<string> {
  const value = (await readReference(reference, key, sources)).trim();
  if (value === "")
    throw new ClientError("not-configured", `${key}: ${nameOf(reference)} is empty`, "put the secret there");
  sources.secrets.add(nameOf(reference), value);
  return value;
}

/** A file or variable that is no secret, such as an authority's certificate. */
export async function readReference(
  reference: SecretReference,
  key: string,
  sources: Omit<SecretSources, "secrets">,
): Promise<string> {
  if ("env" in reference) {
    const value = sources.env[reference.env];
    if (value !== undefined) return value;
    throw new ClientError(
      "not-configured",
      `${key}: the environment variable ${reference.env} is not set`,
      `set ${reference.env} before starting bigops`,
    );
  }
  try {
    return await sources.readFile(reference.file);
  } catch (error) {
    throw new ClientError(
      "not-configured",
      `${key}: cannot read ${reference.file}: ${fileTrouble(error)}`,
      "check the path and its permissions",
    );
  }
}

/** What a secret is called wherever it is replaced. */
export function nameOf(reference: SecretReference): string {
  return "env" in reference ? reference.env : reference.file;
}
