import { readFile } from "node:fs/promises";
import type { Address, Environment, KubernetesSettings } from "../core/environment/environment.ts";
import { ClientError } from "./client-error.ts";
import type { Doors } from "./doors.ts";
import { isDirect } from "./http/address.ts";
import { endpointOver } from "./http/endpoint-over.ts";
import { MAX_BODY_BYTES } from "./http/send-request.ts";
import type { Transport } from "./http/transport.ts";
import type { ApiConnection } from "./kubernetes/api-connection.ts";
import type { PluginRun } from "./kubernetes/exec-credential.ts";
import { type SecretRegistry, secretRegistry } from "./secret-registry.ts";

export interface DoorOptions {
  /** --context, --namespace and --kubeconfig: they go before the environment's own. */
  readonly overrides?: KubernetesSettings;
  /** The process's environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile?: (path: string) => Promise<string>;
  /** Learns every secret that is loaded. */
  readonly secrets?: SecretRegistry;
  readonly userAgent?: string;
  /** The deadline of each request, whatever its signal says. Default: 30 s. */
  readonly timeoutMs?: number;
  /** The cap of each answer. Default: 16 MB. */
  readonly maxBytes?: number;
  /** Milliseconds since the epoch: for the age of credentials. */
  readonly now?: () => number;
  /** Told each line that a credential plugin says to a person, as it says it; without secrets and terminal escapes. Default: nobody is. */
  readonly tell?: (line: string) => void;
  /** Where a pod's service account lies, if not in Kubernetes's own place. */
  readonly serviceAccountFolder?: string;
}

/** Doors whose connections can be begun before there is anything to ask. */
export interface OpenDoors extends Doors {
  /**
   * Begins connections to the cluster, to Prometheus and to these endpoints, where that costs nobody a login; resolves when they are under way. What fails
   * fails again, and is told, when it is asked for.
   */
  connect(wanted: Wanted): Promise<void>;
  /**
   * Runs the kubeconfig's credential plugin, before anything waits for it, once; `begun` is told which, and nothing where there is none or it has run. Rejects
   * with ClientError, which is remembered for a minute.
   */
  login(run: PluginRun, begun: (plugin: string) => void): Promise<void>;
}

export interface Wanted {
  readonly kubernetes: boolean;
  readonly prometheus: boolean;
  readonly endpoints: readonly string[];
}

const TIMEOUT_MS = 30_000;

/** All doors of one environment: each opens when first asked for, once, and loads what it needs then. Opening sends nothing. */
export function openDoors(environment: Environment, options: DoorOptions): OpenDoors {
  const secrets = options.secrets ?? secretRegistry();
  const sources = {
    env: options.env,
    readFile: options.readFile ?? ((path: string) => readFile(path, "utf8")),
    secrets,
    ...(options.serviceAccountFolder !== undefined && { serviceAccountFolder: options.serviceAccountFolder }),
  };
  const limits = {
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    maxBytes: options.maxBytes ?? MAX_BODY_BYTES,
    userAgent: options.userAgent ?? "bigops",
    now: options.now ?? Date.now,
    ...(options.tell !== undefined && { tell: options.tell }),
  };
  const root = `environments.${environment.name}`;
  const closing: (() => void)[] = [];

  const connection = once(async (): Promise<ApiConnection> => {
    const { openConnection } = await import("./kubernetes/open-connection.ts");
    const opened = await openConnection({ ...environment.kubernetes, ...options.overrides }, sources, limits);
    closing.push(() => opened.close());
    return opened;
  });

  async function openTransport(address: Address, key: string): Promise<Transport> {
    const opened = await chooseTransport(address, key);
    closing.push(() => opened.close());
    return opened;
  }

  async function chooseTransport(address: Address, key: string): Promise<Transport> {
    if (isDirect(address)) {
      const { directTransport } = await import("./http/direct-transport.ts");
      return directTransport(address, key, sources, limits);
    }
    if (address.via === "proxy") {
      const { proxyTransport } = await import("./kubernetes/proxy-transport.ts");
      return proxyTransport(await connection(), address, key);
    }
    const { forwardTransport } = await import("./kubernetes/forward-transport.ts");
    return forwardTransport(await connection(), address, key, sources, limits);
  }

  /** One for each address, however often it is asked for. */
  const transports = new Map<string, () => Promise<Transport>>();
  function transport(address: Address, key: string): Promise<Transport> {
    const open = transports.get(key) ?? once(() => openTransport(address, key));
    transports.set(key, open);
    return open();
  }

  async function connectTo(address: Address | undefined, key: string): Promise<void> {
    if (address !== undefined && isDirect(address)) (await transport(address, key)).connect?.();
  }

  const endpoints = new Map<string, () => ReturnType<Doors["endpoint"]>>();
  return {
    kubernetes: once(async () => {
      const { kubernetesOver } = await import("./kubernetes/kubernetes-over.ts");
      return kubernetesOver(await connection(), limits.maxBytes);
    }),
    prometheus: once(async () => {
      const address = environment.prometheus;
      if (address === undefined) throw lacking("Prometheus", `${root}.prometheus`, []);
      const { prometheusOver } = await import("./prometheus/prometheus-over.ts");
      return prometheusOver(await transport(address, `${root}.prometheus`));
    }),
    alertmanager: once(async () => {
      const address = environment.alertmanager;
      if (address === undefined) throw lacking("Alertmanager", `${root}.alertmanager`, []);
      const { alertmanagerOver } = await import("./alertmanager/alertmanager-over.ts");
      return alertmanagerOver(await transport(address, `${root}.alertmanager`));
    }),
    flink: once(async () => {
      const address = environment.flink;
      if (address === undefined) throw lacking("Flink", `${root}.flink`, []);
      const { flinkOver } = await import("./flink/flink-over.ts");
      const { readLocalJar } = await import("./flink/local-jar.ts");
      return flinkOver(await transport(address, `${root}.flink`), () => readLocalJar(address.jar, `${root}.flink.jar`));
    }),
    kafka: once(async () => {
      const settings = environment.kafka;
      if (settings === undefined) throw lacking("Kafka", `${root}.kafka`, []);
      const { openKafka } = await import("./kafka/open-kafka.ts");
      const kafka = await openKafka(settings, `${root}.kafka`, sources, limits);
      closing.push(() => kafka.close());
      return kafka;
    }),
    endpoint(name) {
      const open = endpoints.get(name) ?? once(() => openEndpoint(name));
      endpoints.set(name, open);
      return open();
    },
    shell: once(async () => {
      const { openShell } = await import("./shell/open-shell.ts");
      return openShell({ allow: environment.commands.allow, env: options.env, timeoutMs: limits.timeoutMs });
    }),
    pager: once(async () => {
      const { openPager } = await import("./pager/open-pager.ts");
      return openPager(environment.pager.targets, `${root}.pager.targets`, sources, limits);
    }),
    async connect(wanted) {
      await Promise.allSettled([
        wanted.kubernetes ? connection().then((opened) => opened.connect()) : null,
        wanted.prometheus ? connectTo(environment.prometheus, `${root}.prometheus`) : null,
        ...wanted.endpoints.map((name) => connectTo(environment.endpoints[name], `${root}.endpoints.${name}`)),
      ]);
    },
    login: async (run, begun) => (await connection()).credentials.login(run, begun),
    close() {
      for (const close of closing.splice(0)) close();
      return Promise.resolve();
    },
  };

  async function openEndpoint(name: string): ReturnType<Doors["endpoint"]> {
    const address = Object.hasOwn(environment.endpoints, name) ? environment.endpoints[name] : undefined;
    const key = `${root}.endpoints.${name}`;
    if (address === undefined) throw lacking(`endpoint "${name}"`, key, Object.keys(environment.endpoints));
    return endpointOver(name, await transport(address, key));
  }
}

function lacking(what: string, key: string, there: readonly string[]): ClientError {
  return new ClientError(
    "not-configured",
    `the environment has no ${what}`,
    `add ${key} to bigops.yaml${there.length === 0 ? "" : `; there are: ${there.join(", ")}`}`,
  );
}

/** A failure is not kept: the file that was missing may be there the next time. */
function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | null = null;
  return () =>
    (opened ??= open().catch((error: unknown) => {
      opened = null;
      throw error;
    }));
}
