import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startSandbox } from "../../../src/sandbox/start.ts";
import { authority, type Authority } from "../../clients/certificates.ts";
import type { Random } from "../random.ts";
import { type Canaries, type Canary, listed, makeCanaries } from "./canaries.ts";
import { rewritten } from "./foreign-text.ts";
import { type Person, person } from "./person.ts";
import { tellingBroker } from "./telling-broker.ts";
import { tellingFront } from "./telling-front.ts";

/** How the kubeconfig says who asks. */
export type Login = "token" | "tokenFile" | "exec" | "certificate" | "password" | "data" | "authProvider";

export interface StageOptions {
  readonly fault: string;
  readonly login: Login;
  /** The share of the answers of each server that only tell secrets. */
  readonly shares: { readonly kubernetes: number; readonly others: number };
  /** No command of the scene opens the kubeconfig: what is in it cannot be known, and no server that is asked was told it. */
  readonly kubeconfigUnread?: boolean;
  readonly pluginFails?: "yes" | "garbage";
  /** The brokers are one that tells, and the login is by this mechanism; absent: the sandbox's, by PLAIN. */
  readonly tellingBroker?: "plain" | "scram-sha-256" | "scram-sha-512";
}

/** A platform that tells whatever it knows, and a person who works on it. */
export interface Stage {
  readonly person: Person;
  readonly canaries: Canaries;
  readonly listed: readonly Canary[];
  close(): Promise<void>;
}

/** What each way to log in loads; nobody else's password is known. */
const USED: Readonly<Record<Login, readonly string[]>> = {
  token: ["KUBE_TOKEN"],
  tokenFile: ["KUBE_TOKEN"],
  exec: ["KUBE_TOKEN", "PLUGIN_ENV", "PLUGIN_STDERR"],
  certificate: ["client key"],
  password: ["KUBE_PASSWORD"],
  data: ["client key"],
  authProvider: ["ID_TOKEN", "REFRESH_TOKEN", "CLIENT_SECRET"],
};
const LOGINS_OWN = Object.values(USED).flat();

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: { readonly "certificate-authority-data": string } }];
  readonly users: readonly [{ readonly user: { readonly token: string } }];
}

/** Certificates cost a second: one authority for all stages. */
export function stager(program: string, cache: string) {
  const issuer = authority("secrets");
  const server = issuer.issue("/CN=front");
  const client = issuer.issue("/CN=bigops");
  return {
    stage: (options: StageOptions, random: Random) =>
      stage({ program, cache, issuer, server, client }, options, random),
    close: () => issuer.dispose(),
  };
}

interface Shared {
  readonly program: string;
  readonly cache: string;
  readonly issuer: Authority;
  readonly server: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string };
}

async function stage(shared: Shared, options: StageOptions, random: Random): Promise<Stage> {
  const canaries = makeCanaries(random);
  const { loaded } = canaries;
  const { issuer, server, client } = shared;
  const keyLine: Canary = { name: "client key", kind: "loaded", value: client.key.split("\n").slice(1, -2).join("") };
  const used = options.kubeconfigUnread === true ? [] : USED[options.login];
  const all = [...listed(canaries), keyLine].filter(({ name }) => !LOGINS_OWN.includes(name) || used.includes(name));
  // What stands in an address is refused with its file, before any server could be told it.
  const told = all.filter(({ kind, name }) => kind === "loaded" && name !== "USERINFO");
  const secrets = told.map(({ value }) => value);
  const who = await person(shared.program, shared.cache, canaries);
  const platform = await startSandbox({ fault: options.fault, seed: 1, startedAtMs: Date.now(), now: Date.now });
  const real = JSON.parse(platform.kubeconfigYaml) as Kubeconfig;
  const ca = Buffer.from(real.clusters[0].cluster["certificate-authority-data"], "base64").toString("utf8");
  const rewrite = (path: string, answer: unknown) => rewritten(canaries, path, answer);
  const front = (url: string, share: number) => tellingFront({ upstream: { url }, random, secrets, share, rewrite });
  const others = options.shares.others;
  const [kubernetes, prometheus, alertmanager, flink, store, replica, pager] = await Promise.all([
    tellingFront({
      upstream: { url: platform.kubernetesUrl, ca, headers: { authorization: `Bearer ${real.users[0].user.token}` } },
      pair: server,
      random,
      secrets,
      share: options.shares.kubernetes,
      rewrite,
    }),
    front(platform.prometheusUrl, others),
    front(platform.alertmanagerUrl, others),
    front(platform.flinkUrl, others),
    front(platform.endpoints["kv-store"], others),
    front(platform.endpoints["kv-store-replica"], others),
    tellingFront({ upstream: { url: "http://127.0.0.1:9" }, random, secrets, share: 1 }),
  ]);
  const broker = options.tellingBroker === undefined ? null : await tellingBroker(random, secrets);
  const put = (name: string, text: string) => writeFile(join(who.cwd, name), text, { mode: 0o600 });
  await mkdir(join(who.cwd, "reports"));
  await put("kv-token", `${loaded.KV_TOKEN}\n`);
  await put("pd-key", `${loaded.PD_KEY}\n`);
  await put("webhook", `${pager.url}/services/${loaded.SLACK_PATH}\n`);
  await put("kube-token", `${loaded.KUBE_TOKEN}\n`);
  await put("client.key", client.key);
  await put("client.crt", client.cert);
  await put("ca.pem", issuer.cert);
  await put(
    "kubeconfig",
    JSON.stringify(kubeconfig(kubernetes.url, issuer.cert, userOf(options, canaries, client, pager.url)), null, 2),
  );
  const userinfo = new URL(replica.url);
  const staging = {
    kubernetes: { kubeconfig: "./kubeconfig" },
    prometheus: { url: prometheus.url, bearerToken: { env: "PROM_TOKEN" } },
    alertmanager: { url: alertmanager.url, bearerToken: { env: "AM_TOKEN" } },
    flink: { url: flink.url, bearerToken: { env: "FLINK_TOKEN" } },
    kafka: {
      brokers: broker === null ? platform.kafkaBrokers : [broker.address],
      sasl: { mechanism: options.tellingBroker ?? "plain", username: "bigops", password: { env: "KAFKA_PASSWORD" } },
    },
    endpoints: {
      "kv-store": { url: store.url, bearerToken: { file: "kv-token" } },
      "kv-store-replica": { url: userinfo.href, bearerToken: { file: "kv-token" } },
    },
    pager: {
      targets: {
        secondary: { pagerduty: { routingKey: { file: "pd-key" }, url: pager.url } },
        manager: { slack: { webhook: { file: "webhook" } } },
      },
    },
    parameters: { window: "5s", interval: "1s" },
    commands: { allow: ["./witness"] },
  };
  await put("bigops.yaml", JSON.stringify({ default: "staging", runbooks: ["."], environments: { staging } }, null, 2));
  await put("told-by-a-command.yaml", await withCommand());
  const fronts = [kubernetes, prometheus, alertmanager, flink, store, replica, pager];
  return {
    person: who,
    canaries,
    listed: all,
    async close() {
      await Promise.all([...fronts, ...(broker === null ? [] : [broker])].map((one) => one.close()));
      await platform.close();
      await who.leave();
    },
  };
}

/** The shipped runbook with a check that starts a program, and an escalation that does not wait. */
async function withCommand(): Promise<string> {
  const shipped = await readFile(new URL("../../../runbooks/feature-store-down.yaml", import.meta.url), "utf8");
  return shipped
    .replace("name: feature-store-down", "name: told-by-a-command")
    .replace("alerts: [FeatureStoreDown]", "alerts: [ToldByACommand]")
    .replace(
      "investigation:\n",
      'investigation:\n  - id: witness\n    role: evidence\n    command: { run: ["./witness"] }\n',
    )
    .replace("{ after: 10m, page: secondary }", "{ after: 1s, page: secondary }")
    .replace("{ after: 30m, page: manager }", "{ after: 2s, page: manager }");
}

function userOf(
  { login, pluginFails }: StageOptions,
  { loaded }: Canaries,
  client: Shared["client"],
  issuerUrl: string,
): object {
  switch (login) {
    case "token":
      return { token: loaded.KUBE_TOKEN };
    case "tokenFile":
      return { tokenFile: "./kube-token" };
    case "password":
      return { username: "operator", password: loaded.KUBE_PASSWORD };
    case "certificate":
      return { "client-certificate": "./client.crt", "client-key": "./client.key" };
    case "data":
      return {
        "client-certificate-data": Buffer.from(client.cert).toString("base64"),
        "client-key-data": Buffer.from(client.key).toString("base64"),
      };
    case "authProvider":
      return {
        "auth-provider": {
          name: "oidc",
          config: {
            "client-id": "bigops",
            "client-secret": loaded.CLIENT_SECRET,
            "id-token": loaded.ID_TOKEN,
            "refresh-token": loaded.REFRESH_TOKEN,
            "idp-issuer-url": issuerUrl,
          },
        },
      };
    case "exec": {
      const fails = pluginFails === undefined ? [] : [{ name: "PLUGIN_FAILS", value: pluginFails }];
      return {
        exec: {
          apiVersion: "client.authentication.k8s.io/v1",
          command: "./plugin",
          env: [{ name: "PLUGIN_KEY", value: loaded.PLUGIN_ENV }, ...fails],
        },
      };
    }
  }
}

function kubeconfig(server: string, certificate: string, user: object): object {
  return {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "staging",
    clusters: [
      {
        name: "staging",
        cluster: { server, "certificate-authority-data": Buffer.from(certificate).toString("base64") },
      },
    ],
    users: [{ name: "oncall", user }],
    contexts: [{ name: "staging", context: { cluster: "staging", user: "oncall", namespace: "ml" } }],
  };
}
