import type { SecretReference } from "../../core/environment/environment.ts";
import { withoutControls } from "../../core/text/plain-text.ts";
import { ClientError } from "../client-error.ts";
import type { PageMessage } from "../pager-client.ts";
import { quoted } from "../quoted.ts";
import { nameOf, readSecret } from "../secrets/read-secret.ts";
import { webhookSecrets } from "../secrets/webhook-secrets.ts";
import { type PageOrder, postJson } from "./post-json.ts";

const VERB: Readonly<Record<PageMessage["note"], string>> = {
  page: "Page",
  acknowledge: "Acknowledged",
  resolve: "Resolved",
};
/** Slack cuts a message above 40 000 characters; nobody reads that much. */
const MAX_DETAIL = 1_000;

/** A message to a Slack incoming webhook, whose whole URL is secret. */
export async function sendSlack(target: { readonly webhook: SecretReference }, order: PageOrder): Promise<string> {
  const { message, name, key } = order;
  const webhook = await readSecret(target.webhook, `${key}.slack.webhook`, order.sources);
  if (!/^https?:\/\//.test(webhook) || !URL.canParse(webhook))
    throw new ClientError(
      "not-configured",
      `${key}.slack.webhook is no http or https URL`,
      "copy it anew from Slack's app settings",
    );
  const url = new URL(webhook);
  for (const part of webhookSecrets(webhook)) order.sources.secrets.add(nameOf(target.webhook), part);
  const reply = await postJson(url, `Slack (${url.host})`, { text: textOf(message) }, order);
  // Slack says "ok"; a page of a login gate, which also is a 200, says something else.
  if (reply.body.trim() !== "ok")
    throw new ClientError(
      "unexpected-answer",
      `${message.note} "${name}" by Slack (${url.host}): answered ${reply.status} but not as Slack does: ${quoted(reply.body, 120, order.sources.secrets)}`,
      `check ${key}.slack.webhook; until then call the person instead`,
      reply.status,
    );
  return `${VERB[message.note].toLowerCase()} sent to ${name} by Slack`;
}

function textOf(message: PageMessage): string {
  const { note, severity, summary, source, details, dedupKey } = message;
  const lines = Object.entries(details).map(([label, value]) => `• ${escaped(label)}: ${escaped(value)}`);
  return [
    `*${VERB[note]}* ${severity} ${escaped(summary)}`,
    `${escaped(source)} (${escaped(dedupKey)})`,
    ...lines,
  ].join("\n");
}

/** Slack's three special characters; "<!channel>" in a log line must not wake a whole channel. */
function escaped(text: string): string {
  const short = withoutControls(text).slice(0, MAX_DETAIL);
  return short.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
