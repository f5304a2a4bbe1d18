import { KubeConfig } from "./client-node.ts";
import type { Target } from "./choose-target.ts";
import type { Identity } from "./credentials.ts";

/**
 * The target as the library's own KubeConfig. `identity`: credentials that are already resolved, so that the library neither reads a file again
 * nor runs a plugin again; null leaves the user's auth-provider to it.
 */
export function libraryConfig(target: Target, authority: string | undefined, identity: Identity | null): KubeConfig {
  const { cluster, user } = target;
  const bearer = /^Bearer (.*)$/.exec(String(identity?.headers["authorization"] ?? ""))?.[1];
  const provider = user["auth-provider"];
  const config = new KubeConfig();
  config.loadFromOptions({
    currentContext: "target",
    contexts: [{ name: "target", cluster: "target", user: "target" }],
    clusters: [
      {
        name: "target",
        server: target.server,
        // The library refuses plain HTTP otherwise; the kubeconfig's own word stands for https.
        skipTLSVerify: target.server.startsWith("http:") || cluster["insecure-skip-tls-verify"] === true,
        ...(authority !== undefined && { caData: base64(authority) }),
        ...(cluster["tls-server-name"] !== undefined && { tlsServerName: cluster["tls-server-name"] }),
        ...(cluster["proxy-url"] !== undefined && { proxyUrl: cluster["proxy-url"] }),
      },
    ],
    users: [
      {
        name: "target",
        ...(identity?.cert !== undefined && { certData: base64(identity.cert) }),
        ...(identity?.key !== undefined && { keyData: base64(identity.key) }),
        ...(bearer !== undefined && { token: bearer }),
        ...(user.username !== undefined && { username: user.username, password: user.password ?? "" }),
        ...(user.as !== undefined && { impersonateUser: user.as }),
        ...(identity === null && provider && { authProvider: { name: provider.name, config: { ...provider.config } } }),
      },
    ],
  });
  return config;
}

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
