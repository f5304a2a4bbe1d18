import { nestedTooDeeply } from "./nested-too-deeply.ts";
import { pageTitle } from "./page-title.ts";
import { redirectHost } from "./redirect-host.ts";
import { retryInWords } from "./retry-after.ts";
import type { HttpReply } from "./send-request.ts";
import { quoted } from "../quoted.ts";

/** What came instead of the answer of the server that was meant, for after a colon: a redirect, a web page, nothing, or other text. */
export function foreignAnswer(reply: HttpReply): string {
  const busy = reply.status === 429 ? `it has too much to do${retryInWords(reply)}; ` : "";
  return `${busy}${contents(reply)}`;
}

function contents(reply: HttpReply): string {
  if (reply.status >= 300 && reply.status < 400) return `a redirect${redirectHost(reply)}`;
  const title = pageTitle(reply);
  if (title !== null) return `a web page${title === "" ? "" : ` ("${title}")`}`;
  if (nestedTooDeeply(reply.body)) return "its JSON is nested too deeply";
  const words = quoted(reply.body, 80);
  return words === "" ? "it is empty" : words;
}
