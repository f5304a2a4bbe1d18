import type { ConnectionOptions } from "node:tls";
import type { KafkaSettings } from "../../core/environment/environment.ts";
import { ClientError } from "../client-error.ts";
import { readReference, readSecret, type SecretSources } from "../secrets/read-secret.ts";

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/** The environment's settings as a connection uses them: files read, secrets loaded. */
export interface LoadedSettings {
  readonly brokers: readonly BrokerAddress[];
  readonly tls: ConnectionOptions | null;
  readonly sasl: { readonly mechanism: string; readonly username: string; readonly password: string } | null;
  /** Where bigops.yaml has them, for hints. */
  readonly key: string;
}

const DEFAULT_PORT = 9092;

/** Rejects with ClientError `not-configured` for a broker that is no host:port, and for a file or variable that is not there. */
export async function loadSettings(
  { brokers, ssl, sasl }: KafkaSettings,
  key: string,
  sources: SecretSources,
): Promise<LoadedSettings> {
  const password = sasl && (await readSecret(sasl.password, `${key}.sasl.password`, sources));
  return {
    brokers: brokers.map((broker, index) => brokerAddress(broker, `${key}.brokers[${index}]`)),
    tls: ssl === undefined ? null : await loadTls(ssl === true ? {} : ssl, `${key}.ssl`, sources),
    sasl:
      sasl === undefined || password === undefined
        ? null
        : { mechanism: sasl.mechanism, username: sasl.username, password },
    key,
  };
}

async function loadTls(
  { ca, cert, key: privateKey }: Exclude<KafkaSettings["ssl"], true | undefined>,
  key: string,
  sources: SecretSources,
): Promise<ConnectionOptions> {
  if ((cert === undefined) !== (privateKey === undefined))
    throw new ClientError(
      "not-configured",
      `${key}: a client certificate needs both cert and key`,
      `add ${key}.${cert === undefined ? "cert" : "key"} to bigops.yaml`,
    );
  return {
    ...(ca && { ca: await readReference(ca, `${key}.ca`, sources) }),
    ...(cert && { cert: await readReference(cert, `${key}.cert`, sources) }),
    ...(privateKey && { key: await readSecret(privateKey, `${key}.key`, sources) }),
  };
}

function brokerAddress(text: string, key: string): BrokerAddress {
  const url = `kafka://${text}`;
  const { hostname, port, pathname } = URL.canParse(url) ? new URL(url) : { hostname: "", port: "", pathname: text };
  if (hostname === "" || pathname !== "")
    throw new ClientError("not-configured", `${key}: ${text} is no host:port`, 'write e.g. "kafka-1.staging:9092"');
  return { host: hostname.replace(/^\[|\]$/g, ""), port: port === "" ? DEFAULT_PORT : Number(port) };
}

export function addressWords({ host, port }: BrokerAddress): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
