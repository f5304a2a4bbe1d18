import { foreignText } from "../core/text/foreign-text.ts";
import { processSecrets, type SecretRegistry } from "./secret-registry.ts";

/**
 * One line of at most `maxLength` of what a server or a program said, for an error: without the secrets that this process has loaded, which are looked for
 * before anything is cut or changed, and without what is secret or a person's by its form.
 */
export function quoted(said: string, maxLength: number, secrets: SecretRegistry = processSecrets): string {
  const most = maxLength * 4 + 256;
  const begin = said.length <= most ? said : `${said.slice(0, most)}…`;
  return foreignText(secrets.redact(begin), maxLength);
}
