import type { ClientError } from "../../clients/client-error.ts";
import { systemCode } from "../../clients/http/network-error.ts";

/** Failures of the connection's begin: the operating system says them before the first byte of a request can leave. */
const BEFORE_SENDING = [
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
  "ENETDOWN",
  "ENOTFOUND",
  "EAI_AGAIN",
];
/** The server's certificate was refused here: the handshake was not finished, so nothing was said. */
const CERTIFICATE_REFUSED = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_)/;

/** Only what proves that no request left. A reset or a timeout does not: the request may have arrived. */
export function wasNeverSent(error: ClientError): boolean {
  if (["name-not-resolved", "not-configured", "not-allowed"].includes(error.code)) return true;
  const code = systemCode(error.cause);
  if (error.code === "tls") return CERTIFICATE_REFUSED.test(code);
  return error.code === "unreachable" && BEFORE_SENDING.includes(code);
}
