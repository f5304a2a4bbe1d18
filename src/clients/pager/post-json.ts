import { ClientError } from "../client-error.ts";
import { type HttpReply, sendRequest } from "../http/send-request.ts";
import type { PageMessage } from "../pager-client.ts";
import type { SecretSources } from "../secrets/read-secret.ts";
import { quoted } from "../quoted.ts";

export interface PostLimits {
  readonly timeoutMs: number;
  readonly userAgent: string;
}

/** One notification on its way to one target. */
export interface PageOrder {
  readonly name: string;
  /** The target's key in bigops.yaml. */
  readonly key: string;
  readonly message: PageMessage;
  readonly sources: SecretSources;
  readonly limits: PostLimits;
  readonly signal: AbortSignal;
}

/** A pager's answer is a line; more is not read. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** Posts JSON to a pager. `where` is all that is said of the URL, which may be secret. Resolves with a 2xx answer, rejects with ClientError. */
export async function postJson(url: URL, where: string, body: unknown, order: PageOrder): Promise<HttpReply> {
  const what = `${order.message.note} "${order.name}" by ${where}`;
  const reply = await sendRequest({
    what,
    unreachableHint: `is ${where} reachable from here? Until it is, call the person instead`,
    narrowHint: "report this: a pager's answer should be short",
    method: "POST",
    url,
    headers: { "content-type": "application/json", "user-agent": order.limits.userAgent },
    body: JSON.stringify(body),
    tls: {},
    agent: false,
    timeoutMs: order.limits.timeoutMs,
    maxBytes: MAX_ANSWER_BYTES,
    repeatable: false,
    signal: order.signal,
  });
  if (reply.status >= 200 && reply.status < 300) return reply;
  const said = quoted(reply.body, 200, order.sources.secrets);
  const message = `${what}: refused (${reply.status})${said === "" ? "" : `: ${said}`}`;
  if (reply.status === 429)
    throw new ClientError("rate-limited", message, "it takes no more for now: call the person instead", 429);
  if (reply.status >= 500)
    throw new ClientError(
      "server-error",
      message,
      "the pager itself is in trouble: call the person instead",
      reply.status,
    );
  if (reply.status >= 300 && reply.status < 400)
    throw new ClientError("unexpected-answer", message, `correct ${order.key} in bigops.yaml`, reply.status);
  throw new ClientError(
    [401, 403].includes(reply.status) ? "forbidden" : "invalid",
    message,
    `check ${order.key} in bigops.yaml and its secret`,
    reply.status,
  );
}
