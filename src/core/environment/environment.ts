/** Where a secret is kept; never the secret itself. `file` is an absolute path. */
export type SecretReference = { readonly env: string } | { readonly file: string };

/** A server that is reached directly from here. */
export interface DirectAddress {
  /** http or https, without a trailing slash; may have a path prefix. */
  readonly url: string;
  readonly bearerToken?: SecretReference;
  /** PEM certificates to trust instead of the system's. */
  readonly ca?: SecretReference;
}

/** A service in the cluster, reached through the API server. */
export interface ServiceAddress {
  readonly service: string;
  /** A number, or the name of the service's port. */
  readonly port: number | string;
  readonly via: "port-forward" | "proxy";
  /** Default: http. */
  readonly scheme?: "http" | "https";
  /** Default: the environment's namespace. */
  readonly namespace?: string;
  readonly bearerToken?: SecretReference;
  /** As `DirectAddress.ca`; the certificate must then name `<service>.<namespace>.svc`. Not used by `proxy`. */
  readonly ca?: SecretReference;
}

export type Address = DirectAddress | ServiceAddress;

export interface KubernetesSettings {
  readonly context?: string;
  readonly namespace?: string;
  /** One absolute path; absent: as kubectl resolves (KUBECONFIG, then ~/.kube/config, then in-cluster). */
  readonly kubeconfig?: string;
}

export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly ssl?:
    | true
    | { readonly ca?: SecretReference; readonly cert?: SecretReference; readonly key?: SecretReference };
  readonly sasl?: {
    readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
    readonly username: string;
    readonly password: SecretReference;
  };
}

export type PagerTarget =
  | {
      readonly pagerduty: {
        readonly routingKey: SecretReference;
        /** Base address of the Events API; default: PagerDuty's own. */
        readonly url?: string;
      };
    }
  | { readonly slack: { readonly webhook: SecretReference } };

/**
 * One environment of bigops.yaml after parsing: paths absolute, secrets still references, what the file leaves out absent.
 * Where the cluster, the brokers and the URLs are belongs here, not to a runbook.
 */
export interface Environment {
  readonly name: string;
  readonly kubernetes: KubernetesSettings;
  readonly prometheus?: Address;
  readonly alertmanager?: Address;
  readonly kafka?: KafkaSettings;
  readonly flink?: Address & { readonly jar?: string };
  /** By name; a plain URL in the file is a DirectAddress here. */
  readonly endpoints: Readonly<Record<string, Address>>;
  readonly pager: { readonly targets: Readonly<Record<string, PagerTarget>> };
  /** Approving demands typing the environment's name; without a terminal it is refused. */
  readonly protected: boolean;
  /** Never applies anything. */
  readonly readOnly: boolean;
  /** Defaults for the runbooks' parameters, as written. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly commands: { readonly allow: readonly string[] };
}

/** The environment of a user without bigops.yaml: a kubeconfig alone. */
export function bareEnvironment(name: string): Environment {
  return {
    name,
    kubernetes: {},
    endpoints: {},
    pager: { targets: {} },
    protected: false,
    readOnly: false,
    parameters: {},
    commands: { allow: [] },
  };
}
