import type { ClientErrorCode } from "../client-error.ts";
import { quoted } from "../quoted.ts";

export interface NetworkFailure {
  readonly code: ClientErrorCode;
  /** What happened, without who and where. */
  readonly words: string;
  /** The next step, where the failure itself tells one. */
  readonly hint: string | null;
}

const UNKNOWN_ISSUER =
  "give the authority's certificate (kubeconfig: certificate-authority-data; a URL in bigops.yaml: ca: { file: … })";

/** Node's, OpenSSL's and the HTTP parser's error codes in plain words. What is not listed is said by its code. */
const KNOWN: Readonly<Record<string, readonly [ClientErrorCode, string, string | null]>> = {
  ECONNREFUSED: ["unreachable", "connection refused: nothing listens there", null],
  ECONNRESET: ["unreachable", "the connection was closed before an answer came", null],
  EPIPE: ["unreachable", "the connection was closed before an answer came", null],
  EHOSTUNREACH: ["unreachable", "no route to the host", null],
  ENETUNREACH: ["unreachable", "the network is unreachable", null],
  EHOSTDOWN: ["unreachable", "the host is down", null],
  ENETDOWN: ["unreachable", "the network is down", null],
  ETIMEDOUT: ["timeout", "no connection: the operating system gave up waiting", null],
  EACCES: ["unreachable", "the operating system refused the connection", null],
  ENOTFOUND: [
    "name-not-resolved",
    "the name does not exist in DNS",
    "check the name, and whether its network is connected",
  ],
  EAI_AGAIN: ["name-not-resolved", "DNS gave no answer", "check the network's name server"],
  CERT_HAS_EXPIRED: [
    "tls",
    "the server's certificate has expired",
    "renew the server's certificate, or check this machine's clock",
  ],
  CERT_NOT_YET_VALID: ["tls", "the server's certificate is not valid yet", "check this machine's clock"],
  DEPTH_ZERO_SELF_SIGNED_CERT: ["tls", "the server's certificate is self-signed and not trusted", UNKNOWN_ISSUER],
  SELF_SIGNED_CERT_IN_CHAIN: [
    "tls",
    "the server's certificate comes from an authority that is not trusted",
    UNKNOWN_ISSUER,
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ["tls", "the server's certificate comes from an unknown authority", UNKNOWN_ISSUER],
  UNABLE_TO_GET_ISSUER_CERT: ["tls", "the server's certificate comes from an unknown authority", UNKNOWN_ISSUER],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    "tls",
    "the server's certificate comes from an unknown authority",
    UNKNOWN_ISSUER,
  ],
  CERT_SIGNATURE_FAILURE: [
    "tls",
    "the server's certificate was not signed by the authority that is trusted",
    UNKNOWN_ISSUER,
  ],
  CERT_REVOKED: ["tls", "the server's certificate was revoked", null],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    "tls",
    "the server's certificate is for another name",
    "use a name that the certificate carries, or set tls-server-name in the kubeconfig",
  ],
  ERR_SSL_WRONG_VERSION_NUMBER: [
    "tls",
    "the server does not speak TLS there",
    "is it http rather than https, or another port?",
  ],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: [
    "tls",
    "the server does not speak TLS there",
    "is it http rather than https, or another port?",
  ],
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: [
    "tls",
    "the server asks for a client certificate",
    "add one to the kubeconfig's user",
  ],
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: [
    "tls",
    "the server says that the client certificate has expired",
    "renew the client certificate",
  ],
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: [
    "tls",
    "the server does not know the authority of the client certificate",
    "is this user's certificate made for this cluster?",
  ],
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: [
    "tls",
    "the server refuses the client certificate",
    "renew the client certificate",
  ],
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: [
    "not-configured",
    "the client certificate and the client key do not belong together",
    null,
  ],
  ERR_INVALID_CHAR: [
    "not-configured",
    "a header's value has characters that HTTP does not allow",
    "check the token for line breaks",
  ],
};

/** The code of an error whose message says in words why a stream that led to the server broke. */
export const STREAM_FAILED = "ERR_STREAM_FAILED";

/** Puts Node's error of a request that brought no answer into words. */
export function networkFailure(error: unknown): NetworkFailure {
  const code = protocolCode(error) ?? systemCode(error);
  const known = KNOWN[code];
  if (known !== undefined) return { code: known[0], words: known[1], hint: known[2] };
  if (code === STREAM_FAILED && error instanceof Error)
    return { code: "unreachable", words: quoted(error.message, 200), hint: null };
  if (code.startsWith("HPE_"))
    return { code: "unexpected-answer", words: `the answer is not HTTP (${code})`, hint: "is it the right port?" };
  if (/^ERR_(OSSL|CRYPTO)_/.test(code))
    return {
      code: "not-configured",
      words: `a certificate or key cannot be read (${code})`,
      hint: "check that it is PEM and complete",
    };
  if (/SSL|TLS|CERT/.test(code)) return { code: "tls", words: `the TLS handshake failed (${code})`, hint: null };
  return {
    code: "unreachable",
    words: `the connection failed (${code === "" ? "no reason given" : code})`,
    hint: null,
  };
}

/** The system's error code; of an error that bundles several attempts (IPv4 and IPv6), the last one's. */
export function systemCode(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return systemCode(error.errors.at(-1));
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** OpenSSL's reason, which Node 20 hides behind EPROTO. */
function protocolCode(error: unknown): string | null {
  if (systemCode(error) !== "EPROTO" || !(error instanceof Error)) return null;
  const reason = /:SSL routines:[^:]*:([a-z0-9 ]+):/i.exec(error.message)?.[1];
  return reason === undefined ? null : `ERR_SSL_${reason.toUpperCase().replaceAll(" ", "_")}`;
}
