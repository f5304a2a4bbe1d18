import type { z } from "zod";
import type { Json } from "../../core/json.ts";
import { ClientError, type ClientErrorCode } from "../client-error.ts";
import { foreignAnswer } from "../http/foreign-answer.ts";
import { parseJson } from "../http/parse-json.ts";
import { retryInWords } from "../http/retry-after.ts";
import type { HttpReply } from "../http/send-request.ts";
import { quoted } from "../quoted.ts";

const HINTS: Partial<Record<ClientErrorCode, string>> = {
  unauthorized: "set alertmanager.bearerToken in bigops.yaml, or renew it",
  forbidden: "ask for the right to use it",
  "not-found": "is the URL the one of Alertmanager, with its path prefix?",
  invalid: "correct the matchers or the times",
  "rate-limited": "run it again in a while",
  "server-error": "is Alertmanager up behind its proxy? See its own log",
};

/** An answer's content as its schema reads it. Throws ClientError with Alertmanager's own words for a refusal, `unexpected-answer` for what is no answer. */
export function readAnswer<T>(reply: HttpReply, what: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(contentOf(reply, what));
  if (parsed.success) return parsed.data;
  const came = reply.body.trim() === "" ? "empty" : "not of the shape of Alertmanager's";
  throw new ClientError(
    "unexpected-answer",
    `${what}: the answer is ${came}`,
    "is this an Alertmanager, with API v2 (0.16 or newer)?",
    reply.status,
  );
}

/** The JSON of a 2xx answer; null for an empty one. Throws as `readAnswer`. */
export function contentOf(reply: HttpReply, what: string): Json {
  const content = jsonOf(reply.body);
  if (reply.status >= 200 && reply.status < 300 && content !== undefined) return content;
  const code = codeOf(reply.status);
  const said = saidBy(reply, content);
  throw new ClientError(
    code,
    `${what}: ${said} (status ${reply.status})${retryInWords(reply)}`,
    HINTS[code] ?? "is the URL the one of Alertmanager? A login page may stand before it",
    reply.status,
  );
}

/** Its refusals are a JSON text, or an object with a message. */
function saidBy(reply: HttpReply, content: Json | undefined): string {
  if (typeof content === "string") return `Alertmanager says ${quoted(content, 300)}`;
  if (content !== null && typeof content === "object" && !Array.isArray(content)) {
    const { message } = content as { readonly message?: Json };
    if (typeof message === "string") return `Alertmanager says ${quoted(message, 300)}`;
  }
  return `the answer is not Alertmanager's: ${foreignAnswer(reply)}`;
}

/** undefined for what is no JSON, or nested too deeply. */
function jsonOf(body: string): Json | undefined {
  if (body.trim() === "") return null;
  return parseJson(body);
}

function codeOf(status: number): ClientErrorCode {
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status === 404) return "not-found";
  if (status === 429) return "rate-limited";
  if (status >= 500) return "server-error";
  return status >= 400 ? "invalid" : "unexpected-answer";
}
