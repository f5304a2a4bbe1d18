import * as z from "zod";
import type { SecretReference } from "../../core/environment/environment.ts";
import { plainText } from "../../core/text/plain-text.ts";
import { ClientError } from "../client-error.ts";
import { parseObject } from "../http/parse-object.ts";
import type { PageMessage } from "../pager-client.ts";
import { quoted } from "../quoted.ts";
import { readSecret } from "../secrets/read-secret.ts";
import { type PageOrder, postJson } from "./post-json.ts";

const EVENTS_API = "https://events.pagerduty.com";
const EVENT_ACTION = { page: "trigger", acknowledge: "acknowledge", resolve: "resolve" } as const;
const SEVERITY: Readonly<Record<PageMessage["severity"], string>> = {
  P1: "critical",
  P2: "error",
  P3: "warning",
  P4: "info",
};
/** Limits of the Events API v2. */
const MAX_SUMMARY = 1024;
const MAX_DEDUP_KEY = 255;

const accepted = z.object({ status: z.literal("success") });

/** One event of PagerDuty's Events API v2. Sent again under the same key it opens no second incident. */
export async function sendPagerDuty(
  target: { readonly routingKey: SecretReference; readonly url?: string },
  order: PageOrder,
): Promise<string> {
  const { message, name, key } = order;
  const routingKey = await readSecret(target.routingKey, `${key}.pagerduty.routingKey`, order.sources);
  const url = endpoint(target.url ?? EVENTS_API, key);
  const reply = await postJson(url, `PagerDuty (${url.host})`, event(message, routingKey), order);
  if (!accepted.safeParse(parseObject(reply.body)).success)
    throw new ClientError(
      "unexpected-answer",
      `${message.note} "${name}" by PagerDuty (${url.host}): answered ${reply.status} but not as PagerDuty does: ${quoted(reply.body, 120, order.sources.secrets)}`,
      `check ${key}.pagerduty.url; until then call the person instead`,
      reply.status,
    );
  return `${EVENT_ACTION[message.note]} sent to ${name} by PagerDuty`;
}

function event(message: PageMessage, routingKey: string) {
  const { note, dedupKey, summary, severity, source, details } = message;
  const about = {
    routing_key: routingKey,
    event_action: EVENT_ACTION[note],
    dedup_key: dedupKey.slice(0, MAX_DEDUP_KEY),
  };
  if (note !== "page") return about;
  return {
    ...about,
    client: "bigops",
    payload: {
      summary: plainText(summary, MAX_SUMMARY),
      source,
      severity: SEVERITY[severity],
      custom_details: details,
    },
  };
}

function endpoint(base: string, key: string): URL {
  const text = `${base.replace(/(?<!\/)\/+$/, "")}/v2/enqueue`;
  if (/^https?:\/\//.test(base) && URL.canParse(text)) return new URL(text);
  throw new ClientError("not-configured", `${key}.pagerduty.url is no http or https URL`, "correct it in bigops.yaml");
}
