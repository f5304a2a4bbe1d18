import type { HttpReply } from "./send-request.ts";

/** The seconds that the server asks to wait; null where it does not say. */
export function retryAfterSeconds(reply: Pick<HttpReply, "headers">): number | null {
  const value = reply.headers["retry-after"];
  return value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : null;
}

/** " and asks to wait 30 s"; empty where the server does not say. */
export function retryInWords(reply: Pick<HttpReply, "headers">): string {
  const seconds = retryAfterSeconds(reply);
  return seconds === null ? "" : ` and asks to wait ${seconds} s`;
}
