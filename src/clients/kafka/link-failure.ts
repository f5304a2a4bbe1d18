import { ClientError } from "../client-error.ts";
import { bytesInWords } from "../http/bytes-in-words.ts";
import { networkFailure } from "../http/network-error.ts";
import { LONGEST_ANSWER_BYTES } from "./answer-lengths.ts";
import { addressWords, type BrokerAddress, type LoadedSettings } from "./kafka-settings.ts";
import { CLOSED_HERE, NOT_KAFKA, speaksTls, type SocketWatch, TOO_LONG, UNREADABLE } from "./watched-socket.ts";
import { quoted } from "../quoted.ts";

export interface LinkScene {
  readonly address: BrokerAddress;
  readonly settings: LoadedSettings;
  /** The address comes from the cluster itself. */
  readonly advertised: boolean;
  readonly watch: SocketWatch;
  /** "connect", or what was asked. */
  readonly phase: string;
  /** Whether it has answered more than its versions, which it tells anybody. */
  readonly answered: boolean;
}

const LOOK_MS = 1_000;

/** kafkajs's error of a connection in words. Where a connection was closed without a word, it is looked at what listens there. */
export async function linkFailure(error: unknown, scene: LinkScene): Promise<ClientError> {
  const { address, settings, advertised, watch } = scene;
  const where = `Kafka at ${addressWords(address)}`;
  const { name, code, message } = parts(error);
  const { key, tls, sasl } = settings;
  const port = `is ${addressWords(address)} the listener that ${key} in bigops.yaml means?`;
  if (error instanceof ClientError) return error;
  if (code === NOT_KAFKA && watch.speaks() === "tls") return wantsTls(where, key);
  if (code === NOT_KAFKA) {
    const speaker = watch.speaks() === "http" ? "an HTTP server" : "something that is no Kafka broker";
    return new ClientError("unexpected-answer", `${where}: ${speaker} answers there`, port);
  }
  if (code === TOO_LONG)
    return new ClientError(
      "too-large",
      `${where}, ${scene.phase}: the answer is larger than ${bytesInWords(LONGEST_ANSWER_BYTES)}`,
      "ask for fewer topics",
    );
  if (code === UNREADABLE || error instanceof RangeError)
    return new ClientError("unexpected-answer", `${where}, ${scene.phase}: the answer cannot be read`, port);
  if (name === "KafkaJSSASLAuthenticationError") return saslFailure(where, message, settings);
  if (/UNSUPPORTED_SASL_MECHANISM|ILLEGAL_SASL_STATE|SASL|mechanism/i.test(`${code} ${message}`))
    return saslFailure(where, message, settings);
  if (name === "KafkaJSRequestTimeoutError" || message === "Connection timeout") {
    const happened =
      message === "Connection timeout" ? "does not answer at all" : "accepts connections and does not answer";
    return new ClientError(
      "timeout",
      `${where} ${happened}`,
      `is the broker overloaded, stopped, or behind a firewall? ${port}`,
    );
  }
  if (isClosed(name, code)) {
    if (tls === null && (await speaksTls(address, LOOK_MS))) return wantsTls(where, key);
    if (tls !== null && watch.speaks() === null) return closedInHandshake(where, settings);
    if (sasl === null && !scene.answered && scene.phase !== "connect" && watch.speaks() === "kafka")
      return new ClientError(
        "unauthorized",
        `${where} answers its version and then closes the connection: it wants SASL credentials`,
        `add ${key}.sasl (mechanism, username, password) to bigops.yaml, or name a listener without it`,
      );
    return new ClientError("unreachable", `${where} closed the connection (${scene.phase})`, port);
  }
  if (code === CLOSED_HERE)
    return new ClientError(
      "unreachable",
      `${where}, ${scene.phase}: the connection was given up after another request on it had failed`,
      "run it again",
    );
  if (name === "KafkaJSProtocolError")
    return new ClientError(
      "unexpected-answer",
      `${where}, ${scene.phase}: Kafka says ${quoted(message, 200)} (${code})`,
      port,
    );
  const failure = networkFailure(Object.assign(new Error(message.replace(/^Connection error: /, "")), { code }));
  if (failure.code === "tls") return tlsFailure(where, code, failure.words, settings);
  const inside = advertised
    ? "the cluster names this broker itself (advertised.listeners): that name must be reachable from here"
    : `is the broker up and reachable from here? ${key}.brokers in bigops.yaml says where it is`;
  if (code === "") return new ClientError("unexpected-answer", `${where}: ${quoted(message, 200)}`, port);
  return new ClientError(failure.code, `${where}: ${failure.words}`, inside, null, error);
}

function parts(error: unknown): { readonly name: string; readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { name: "", code: "", message: String(error) };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const type = "type" in error && typeof error.type === "string" ? error.type : "";
  return { name: error.name, code: code === "" ? type : code, message: error.message };
}

function isClosed(name: string, code: string): boolean {
  return name === "KafkaJSConnectionClosedError" || code === "ECONNRESET" || code === "EPIPE";
}

function wantsTls(where: string, key: string): ClientError {
  return new ClientError(
    "tls",
    `${where} speaks TLS, and the environment says plain`,
    `set ${key}.ssl in bigops.yaml (true, or { ca: { file: … } }), or name its plain listener`,
  );
}

function closedInHandshake(where: string, { tls, key }: LoadedSettings): ClientError {
  if (tls?.cert !== undefined)
    return new ClientError("tls", `${where} closed the connection during the TLS handshake`, `check ${key}.ssl`);
  return new ClientError(
    "tls",
    `${where} closed the connection during the TLS handshake: it speaks no TLS there, or wants a client certificate`,
    `remove ${key}.ssl, name its TLS listener, or add ${key}.ssl.cert and key`,
  );
}

function tlsFailure(where: string, code: string, words: string, { tls, key }: LoadedSettings): ClientError {
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|HANDSHAKE_FAILURE/.test(code) && tls?.cert === undefined)
    return new ClientError("tls", `${where} wants a client certificate`, `add ${key}.ssl.cert and ${key}.ssl.key`);
  if (/SELF_SIGNED|UNABLE_TO/.test(code))
    return new ClientError("tls", `${where}: ${words}`, `give the authority's certificate: ${key}.ssl.ca: { file: … }`);
  return new ClientError("tls", `${where}: ${words}`, `check ${key}.ssl in bigops.yaml and the broker's certificate`);
}

function saslFailure(where: string, message: string, { sasl, key }: LoadedSettings): ClientError {
  const mechanism = sasl?.mechanism.toUpperCase() ?? "";
  if (/not supported|UNSUPPORTED_SASL|mechanism is not|does not support/i.test(message))
    return new ClientError(
      "unauthorized",
      `${where} does not offer ${mechanism}`,
      `take another mechanism: ${key}.sasl.mechanism (plain, scram-sha-256, scram-sha-512)`,
    );
  if (/not valid given the current SASL state/i.test(message))
    return new ClientError(
      "unauthorized",
      `${where} does not ask for SASL credentials there`,
      `remove ${key}.sasl, or name the listener that wants it`,
    );
  return new ClientError(
    "unauthorized",
    `${where} refuses the name or the password of ${sasl?.username ?? ""} (${mechanism})`,
    `renew the password that ${key}.sasl.password refers to; does the user exist for ${mechanism}?`,
  );
}
