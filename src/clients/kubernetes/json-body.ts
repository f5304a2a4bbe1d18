import { ClientError } from "../client-error.ts";
import { nestedTooDeeply } from "../http/nested-too-deeply.ts";
import { pageTitle } from "../http/page-title.ts";
import { parseObject } from "../http/parse-object.ts";
import type { HttpReply } from "../http/send-request.ts";
import type { Asked } from "./api-error.ts";
import { quoted } from "../quoted.ts";

type Question = Pick<Asked, "what" | "server">;

/** The body read as a JSON object. Throws `unexpected-answer` for a login page, or anything else that is none. */
export function jsonBody(reply: HttpReply, asked: Question): Readonly<Record<string, unknown>> {
  const value = parseObject(reply.body);
  if (value === null) throw notJson(reply, asked);
  return value;
}

/** Throws `unexpected-answer` where a page for people came in place of text. */
export function refuseHtml(reply: HttpReply, asked: Question): void {
  if (/^text\/html\b/i.test(reply.contentType)) throw notJson(reply, asked);
}

function notJson(reply: HttpReply, { what, server }: Question): ClientError {
  return new ClientError(
    "unexpected-answer",
    `${what}: ${inWords(reply)}`,
    `a login page or a proxy may stand before ${server}: log in, or use the API server's own address`,
    reply.status,
  );
}

function inWords(reply: HttpReply): string {
  const title = pageTitle(reply);
  if (title !== null) return `the answer is a web page${title === "" ? "" : ` ("${title}")`}, not the API's`;
  if (reply.body === "") return "the answer is empty";
  if (nestedTooDeeply(reply.body)) return "its JSON is nested too deeply";
  return `the answer is no JSON object: ${quoted(reply.body, 80)}`;
}
