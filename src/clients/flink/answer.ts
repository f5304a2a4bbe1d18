import type { z } from "zod";
import { IN_PLAIN_WORDS } from "../../core/source/plain-words.ts";
import { ClientError, type ClientErrorCode } from "../client-error.ts";
import { foreignAnswer } from "../http/foreign-answer.ts";
import { parseJson } from "../http/parse-json.ts";
import type { HttpReply } from "../http/send-request.ts";
import { quoted } from "../quoted.ts";

const HINT = "is the URL the one of Flink's JobManager, with its path prefix? A login page may stand before it";

/** Flink's answer as the schema has it. Throws ClientError with Flink's own words for a refusal, `unexpected-answer` for what is none. */
export function flinkAnswer<T>(reply: HttpReply, what: string, schema: z.ZodType<T>): T {
  const content = jsonOf(reply.body);
  if (reply.status >= 300 || content === undefined) throw refusal(reply, content, what);
  const parsed = schema.safeParse(content, IN_PLAIN_WORDS);
  if (parsed.success) return parsed.data;
  // Some answers are meant to be empty: only a schema that wants more tells.
  if (reply.body.trim() === "") throw refusal(reply, undefined, what);
  const [issue] = parsed.error.issues;
  const where = issue === undefined ? "" : `: ${quoted(`${issue.path.join(".")} ${issue.message}`, 160)}`;
  throw new ClientError(
    "unexpected-answer",
    `${what}: the answer has not the shape that Flink's has${where}`,
    "is this Flink 1.18 or newer?",
    reply.status,
  );
}

/** undefined for what is no JSON, or nested too deeply; an empty answer is an empty object. */
function jsonOf(body: string): unknown {
  if (body.trim() === "") return {};
  return parseJson(body);
}

function refusal(reply: HttpReply, content: unknown, what: string): ClientError {
  const { status } = reply;
  const reason = errorOf(content);
  if (reason !== null)
    return new ClientError(
      codeOf(status),
      `${what}: Flink says ${quoted(reason, 300)}`,
      status === 404 ? "list what is there with: flink list --all" : "see the JobManager's log",
      status,
    );
  if (status === 401)
    return new ClientError("unauthorized", `${what}: it asks for credentials (401)`, "set flink.bearerToken", 401);
  if (status === 403)
    return new ClientError("forbidden", `${what}: the credentials do not suffice (403)`, "ask for the right", 403);
  const came = `${what}: the answer is not Flink's (status ${status}): ${foreignAnswer(reply)}`;
  if (status === 429) return new ClientError("rate-limited", came, "run it again in a while", 429);
  if (status >= 500) return new ClientError("server-error", came, "is the JobManager up behind its proxy?", status);
  return new ClientError("unexpected-answer", came, HINT, status);
}

function codeOf(status: number): ClientErrorCode {
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status === 404) return "not-found";
  if (status === 409) return "conflict";
  return status >= 500 ? "server-error" : "invalid";
}

const SERVER_SIDE = /<Exception on server side:\s*/;
/** More of a line is shown nowhere. */
const LONGEST_LINE = 2_000;
const PACKAGES = /(?<![\w$.])(?:[a-z][\w$]*\.){2,}(?=[A-Z])/g;

/** The reason among Flink's `errors`: a generic first one hides it, and only the first line of a trace is a sentence. null: no answer of Flink's. */
function errorOf(content: unknown): string | null {
  if (typeof content !== "object" || content === null || !("errors" in content)) return null;
  if (!Array.isArray(content.errors)) return null;
  const texts = content.errors.filter((text): text is string => typeof text === "string" && text !== "");
  const told = texts.find((text) => text !== "Internal server error.") ?? texts[0] ?? "no reason";
  return deepestLine(told.replace(SERVER_SIDE, "")).slice(0, LONGEST_LINE).replace(PACKAGES, "");
}

/** The first line, or the innermost cause where there is one. */
function deepestLine(trace: string): string {
  const lines = trace.split("\n").map((line) => line.trim());
  const causes = lines.filter((line) => line.startsWith("Caused by: "));
  return causes.at(-1)?.slice("Caused by: ".length) ?? lines[0] ?? "";
}

/** Whether the JobManager has only not fetched its first metrics yet, which it says as an internal error. */
export function hasNoSampleYet(reply: HttpReply): boolean {
  return reply.status === 500 && /NoSuchElementException|No value present/.test(reply.body);
}
