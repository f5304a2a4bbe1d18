import { shellQuote } from "../../core/text/shell-quote.ts";
import type { ServiceAddress } from "../../core/environment/environment.ts";
import { ClientError } from "../client-error.ts";
import { apiPath, type KubernetesClient } from "../kubernetes-client.ts";

interface Service {
  readonly spec?: {
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly {
      readonly name?: string;
      readonly port: number;
      readonly targetPort?: number | string;
    }[];
  };
}

interface Pod {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly spec?: {
    readonly containers?: readonly {
      readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
    }[];
  };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

export interface Backend {
  readonly pod: string;
  /** The container's port. */
  readonly port: number;
}

/** A ready pod behind a service, and its port, as kubectl port-forward chooses them. Rejects with ClientError. */
export async function serviceBackend(
  kubernetes: Pick<KubernetesClient, "get" | "list">,
  address: ServiceAddress,
  namespace: string,
  signal: AbortSignal,
): Promise<Backend> {
  const called = `service ${namespace}/${address.service}`;
  const service = await kubernetes.get<Service>(
    apiPath("api", "v1", "namespaces", namespace, "services", address.service),
    signal,
  );
  const selector = Object.entries(service.spec?.selector ?? {});
  if (selector.length === 0)
    throw new ClientError(
      "not-configured",
      `${called} chooses its pods by no selector`,
      "reach it by a URL or by via: proxy instead",
    );
  const labelSelector = selector.map(([key, value]) => `${key}=${value}`).join(",");
  const pods = await kubernetes.list<Pod>(
    apiPath("api", "v1", "namespaces", namespace, "pods"),
    { labelSelector },
    signal,
  );
  const ready = pods.filter(isReady).sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const [pod] = ready;
  if (pod === undefined)
    throw new ClientError(
      "unreachable",
      `${called} has no ready pod to forward to (${pods.length} match its selector ${labelSelector})`,
      `kubectl get pods -l ${shellQuote(labelSelector)} -n ${shellQuote(namespace)}`,
    );
  return { pod: pod.metadata.name, port: containerPort(service, pod, address, called) };
}

function containerPort(service: Service, pod: Pod, address: ServiceAddress, called: string): number {
  const ports = service.spec?.ports ?? [];
  const port = ports.find((one) => one.name === address.port || one.port === Number(address.port));
  if (port === undefined)
    throw new ClientError(
      "not-configured",
      `${called} has no port ${address.port}`,
      `its ports: ${ports.map((one) => (one.name === undefined ? one.port : `${one.name} (${one.port})`)).join(", ")}`,
    );
  const wanted = port.targetPort ?? port.port;
  if (typeof wanted === "number") return wanted;
  const named = (pod.spec?.containers ?? [])
    .flatMap((container) => container.ports ?? [])
    .find((one) => one.name === wanted);
  if (named !== undefined) return named.containerPort;
  throw new ClientError(
    "unreachable",
    `pod ${pod.metadata.name} of ${called} has no port named ${wanted}`,
    "check the container's ports",
  );
}

function isReady(pod: Pod): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  return (pod.status?.conditions ?? []).some(({ type, status }) => type === "Ready" && status === "True");
}
