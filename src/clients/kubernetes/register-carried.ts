import { looksSecret } from "../../core/text/looks-secret.ts";
import type { SecretRegistry } from "../secret-registry.ts";
import type { Target } from "./choose-target.ts";

/** What a kubeconfig carries beside the credentials that are sent: a proxy's password, and what an auth-provider keeps to get its next token. */
export function registerCarried({ cluster, clusterName, user, userName }: Target, secrets: SecretRegistry): void {
  const proxyUrl = cluster["proxy-url"];
  if (proxyUrl !== undefined && URL.canParse(proxyUrl)) {
    const { password } = new URL(proxyUrl);
    if (password !== "")
      for (const written of [password, decoded(password)])
        secrets.add(`password of the proxy-url of cluster ${clusterName ?? "?"}`, written);
  }
  for (const [name, value] of Object.entries(user["auth-provider"]?.config ?? {}))
    if (typeof value === "string" && looksSecret(name, value))
      secrets.add(`${name} of kubeconfig user ${userName ?? "?"}`, value);
}

/** A stray percent sign stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
