import { ClientError } from "../client-error.ts";
import type { RequestHeaders } from "../http/send-request.ts";
import type { SecretRegistry } from "../secret-registry.ts";
import type { Target } from "./choose-target.ts";
import type { KubeConfig } from "./client-node.ts";
import { libraryConfig } from "./library-config.ts";
import { quoted } from "../quoted.ts";

/** One for each target: the library keeps a provider's refreshed token in it. */
const configs = new WeakMap<Target, KubeConfig>();

/** The headers of a kubeconfig's older cloud auth-provider, refreshed by the library; see oidc-token.ts for OIDC. Rejects with ClientError `not-configured`. */
export async function authProviderHeaders(target: Target, secrets: SecretRegistry): Promise<RequestHeaders> {
  const name = target.user["auth-provider"]?.name ?? "";
  const config = configs.get(target) ?? libraryConfig({ ...target, cluster: {} }, undefined, null);
  configs.set(target, config);
  const options: { headers?: Record<string, unknown> } = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    throw new ClientError(
      "not-configured",
      `the auth-provider "${name}" of kubeconfig user "${target.userName ?? ""}" failed: ${quoted(error instanceof Error ? error.message : "", 300)}`,
      "log in again as kubectl does, for example by running any kubectl command",
    );
  }
  const authorization = options.headers?.["Authorization"];
  if (typeof authorization !== "string") {
    throw new ClientError(
      "not-configured",
      `the auth-provider "${name}" of kubeconfig user "${target.userName ?? ""}" gave no token`,
      "log in again as kubectl does, for example by running any kubectl command",
    );
  }
  secrets.add(`token of auth-provider ${name}`, authorization.replace(/^Bearer /, ""));
  return { authorization };
}
