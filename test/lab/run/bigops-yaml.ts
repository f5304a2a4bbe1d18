import { stringify } from "yaml";

/** Where the program under test finds the lab; what is left out is not in the file. */
export type LabPlace = {
  readonly kubeconfig: string;
  readonly prometheusUrl?: string | undefined;
  readonly alertmanagerUrl?: string | undefined;
  /**
   * How the KV store's endpoints are reached: by port-forward through their Services, so that a failover changes
   * who answers, or at URLs.
   */
  readonly kv: "port-forward" | { readonly primary: string; readonly replica: string };
  /** Pager targets by name; each is a Slack webhook whose address is in this environment variable. */
  readonly pagers?: Readonly<Record<string, string>> | undefined;
};

/** Text of a bigops.yaml whose only environment, `lab`, is the default. */
export function bigopsYaml({ kubeconfig, prometheusUrl, alertmanagerUrl, kv, pagers }: LabPlace): string {
  const forward = (service: string) => ({ service, port: 8080, via: "port-forward" });
  const endpoints =
    kv === "port-forward"
      ? { "kv-store": forward("kv-store"), "kv-store-replica": forward("kv-store-replica") }
      : { "kv-store": kv.primary, "kv-store-replica": kv.replica };
  const targets = Object.entries(pagers ?? {}).map(([name, env]) => [name, { slack: { webhook: { env } } }] as const);
  return stringify({
    default: "lab",
    environments: {
      lab: {
        kubernetes: { kubeconfig },
        ...(prometheusUrl === undefined ? {} : { prometheus: { url: prometheusUrl } }),
        ...(alertmanagerUrl === undefined ? {} : { alertmanager: { url: alertmanagerUrl } }),
        endpoints,
        ...(pagers === undefined ? {} : { pager: { targets: Object.fromEntries(targets) } }),
      },
    },
  });
}
