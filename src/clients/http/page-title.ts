import type { HttpReply } from "./send-request.ts";
import { quoted } from "../quoted.ts";

/** The title of a web page, "" without one; null where the answer is none. */
export function pageTitle(reply: Pick<HttpReply, "contentType" | "body">): string | null {
  const start = reply.body.slice(0, 4096);
  if (!/^text\/html\b/i.test(reply.contentType) && !/^\s*(?:<!doctype html|<html)\b/i.test(start)) return null;
  return quoted(/<title[^<>]*>([^<]*)/i.exec(start)?.[1] ?? "", 80);
}
