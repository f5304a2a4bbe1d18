import { request, type RequestOptions } from "node:https";
import { parse } from "yaml";
import { ClientError, type ClientErrorCode } from "../../src/clients/client-error.ts";
import type { KubernetesClient, ListQuery } from "../../src/clients/kubernetes-client.ts";

interface Kubeconfig {
  readonly clusters: readonly {
    readonly cluster: { readonly server: string; readonly "certificate-authority-data": string };
  }[];
  readonly users: readonly {
    readonly user: {
      readonly token?: string;
      readonly "client-certificate-data"?: string;
      readonly "client-key-data"?: string;
    };
  }[];
  readonly contexts: readonly { readonly context: { readonly namespace?: string } }[];
}

const CODES: { readonly [status: number]: ClientErrorCode } = {
  403: "forbidden",
  404: "not-found",
  409: "conflict",
  422: "invalid",
  429: "rate-limited",
};

/** A bare client of the tests' own, independent of the one under test: who else changes things in a cluster. One request, one connection. */
export function plainKubernetesClient(kubeconfigYaml: string): KubernetesClient {
  const config = parse(kubeconfigYaml) as Kubeconfig;
  const cluster = config.clusters[0]?.cluster;
  const user = config.users[0]?.user ?? {};
  if (cluster === undefined) throw new Error("the kubeconfig names no cluster");
  const inline = (data: string | undefined) => (data === undefined ? undefined : Buffer.from(data, "base64"));
  const identity: RequestOptions = {
    agent: false,
    ca: inline(cluster["certificate-authority-data"]),
    cert: inline(user["client-certificate-data"]),
    key: inline(user["client-key-data"]),
  };
  const authorization = user.token === undefined ? {} : { Authorization: `Bearer ${user.token}` };
  const ask = <T>(method: string, path: string, contentType: string | null, body: unknown): Promise<T> =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? "" : JSON.stringify(body);
      const headers = {
        ...authorization,
        Accept: "application/json",
        ...(contentType === null ? {} : { "Content-Type": contentType, "Content-Length": Buffer.byteLength(text) }),
      };
      const sent = request(
        new URL(path, cluster.server),
        { ...identity, method, headers, timeout: 10_000 },
        (response) => {
          const status = response.statusCode ?? 0;
          let answer = "";
          response.setEncoding("utf8");
          response.on("data", (part: string) => (answer += part));
          response.on("end", () => {
            if (status < 300) resolve(JSON.parse(answer) as T);
            else
              reject(
                new ClientError(CODES[status] ?? "server-error", `${method} ${path}: ${status} ${answer}`, "", status),
              );
          });
        },
      );
      sent.on("timeout", () => sent.destroy(new Error("timeout")));
      sent.on("error", (error) => reject(new ClientError("unreachable", `${method} ${path}: ${error.message}`, "")));
      sent.end(text);
    });
  const selected = (path: string, { labelSelector = "" }: ListQuery) =>
    `${path}?labelSelector=${encodeURIComponent(labelSelector)}`;
  return {
    server: cluster.server,
    namespace: config.contexts[0]?.context.namespace ?? "default",
    context: null,
    kubeconfig: null,
    whoAmI: async () => "alice",
    mayI: async () => ({ allowed: true, reason: null }),
    get: (path) => ask("GET", path, null, undefined),
    getMetadata: (path) => ask("GET", path, null, undefined),
    list: async <T>(path: string, query: ListQuery) =>
      (await ask<{ readonly items: readonly T[] }>("GET", selected(path, query), null, undefined)).items,
    logs: async () => "",
    serverNow: () => null,
    clockAheadMs: () => 0,
    stampShiftMs: () => 0,
    write: ({ method, path, contentType, body, dryRun }) =>
      ask(method, dryRun ? `${path}?dryRun=All` : path, contentType, body),
  };
}
