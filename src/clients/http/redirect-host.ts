import { quoted } from "../quoted.ts";
import type { HttpReply } from "./send-request.ts";

/** " to login.example.com"; empty where a redirect stays on its host, or does not say. */
export function redirectHost(reply: Pick<HttpReply, "headers">): string {
  const { location } = reply.headers;
  return location !== undefined && URL.canParse(location) ? ` to ${quoted(new URL(location).host, 100)}` : "";
}
