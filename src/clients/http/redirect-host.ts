import { quoted } from "../quoted.ts";
import { processSecrets, type SecretRegistry } from "../secret-registry.ts";
import type { HttpReply } from "./send-request.ts";

/** " to login.example.com"; empty where a redirect stays on its host, or does not say. */
export function redirectHost(
  { headers: { location } }: Pick<HttpReply, "headers">,
  secrets: SecretRegistry = processSecrets,
): string {
  if (location === undefined || !URL.canParse(location)) return "";
  // An address divides at "@", ":" and "/": its host may be the rest of a secret, which nobody would know again.
  if ([location, decoded(location)].some((text) => secrets.redact(text) !== text))
    return " to an address that holds a secret";
  return ` to ${quoted(new URL(location).host, 100, secrets)}`;
}

/** Without percent signs, also where only a part was written with them. */
function decoded(location: string): string {
  try {
    return decodeURIComponent(location);
  } catch {
    return location;
  }
}
