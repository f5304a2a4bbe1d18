import { shellQuote } from "../../core/text/shell-quote.ts";
import { ClientError, type ClientErrorCode } from "../client-error.ts";
import type { HttpReply } from "../http/send-request.ts";
import { pageTitle } from "../http/page-title.ts";
import { parseObject } from "../http/parse-object.ts";
import { redirectHost } from "../http/redirect-host.ts";
import { retryInWords } from "../http/retry-after.ts";
import { canIInWords, qualified, type ApiQuestion } from "./request-in-words.ts";
import { quoted } from "../quoted.ts";

/** What an error needs to know about the request that was refused. */
export interface Asked {
  /** "list pods in namespace ml at https://… as user …" */
  readonly what: string;
  readonly server: string;
  /** How the kubeconfig's user is called here; "the pod's service account" in-cluster. */
  readonly user: string;
  readonly question: ApiQuestion;
  /** What is known to be wrong with the credentials. */
  readonly trouble: string | null;
  /** Where the credentials are from: context and kubeconfig. */
  readonly place: string;
}

/** The refusal that an API server's answer is; the server's own reason is in the message. */
export function apiError(reply: HttpReply, asked: Asked): ClientError {
  const said = statusMessage(reply);
  const error = (code: ClientErrorCode, words: string, hint: string) =>
    new ClientError(code, `${asked.what}: ${words}${said === "" ? "" : `: ${said}`}`, hint, reply.status);
  const { question } = asked;
  switch (reply.status) {
    case 400:
      return error(
        "invalid",
        "the server does not understand the request (400)",
        "report this: bigops should not ask so",
      );
    case 401:
      return error(
        "unauthorized",
        `the server does not accept the credentials of ${asked.user} (401)${asked.trouble === null ? "" : `; ${asked.trouble}`}`,
        `log in again, or renew the credentials: ${asked.place}`,
      );
    case 403:
      return error("forbidden", "not allowed (403)", permissionHint(question));
    case 404:
      // Whoever takes it for the server's word says that an object is gone; a list's may be a plain page of the server itself, which lacks the API.
      if (question.name !== null && parseObject(reply.body)?.["kind"] !== "Status")
        return error(
          "unexpected-answer",
          "the answer is a 404 that is not the API server's",
          `a login page or a proxy may stand before ${asked.server}`,
        );
      return error("not-found", "there is none (404)", notFoundHint(question));
    case 409:
      return error("conflict", "somebody else changed it in the meantime (409)", "read it again and decide anew");
    case 410:
      return error("gone", "the list has expired on the server (410)", "run it again");
    case 413:
      return error("too-large", "the request is too large for the server (413)", "narrow it");
    case 422:
      return error(
        "invalid",
        "the server finds the request invalid (422)",
        "see the server's reason; nothing was changed",
      );
    case 429:
      return error(
        "rate-limited",
        `the server has too much to do (429)${retryInWords(reply)}`,
        "run it again in a while",
      );
    default:
      if (reply.status >= 500)
        return error(
          "server-error",
          `the server failed (${reply.status})`,
          "the API server or what it stands on is in trouble: see its /readyz?verbose",
        );
      if (reply.status >= 300 && reply.status < 400)
        return error(
          "unexpected-answer",
          `the answer is a redirect (${reply.status})${redirectHost(reply)}`,
          `is ${asked.server} the API server itself?`,
        );
      return error(
        "unexpected-answer",
        `the answer has status ${reply.status}`,
        `is ${asked.server} a Kubernetes API server?`,
      );
  }
}

/** The message of a Kubernetes Status; the page's title, or the beginning of any other body. */
function statusMessage(reply: HttpReply): string {
  const message = parseObject(reply.body)?.["message"];
  if (typeof message === "string") return quoted(message, 300);
  return pageTitle(reply) ?? quoted(reply.body, 120);
}

function permissionHint(question: ApiQuestion): string {
  const where = question.namespace === null ? "in the cluster" : `in namespace ${question.namespace}`;
  if (question.resource === "") return "ask the cluster's administrator for this path";
  return `ask for the permission to ${question.verb} ${qualified(question)} ${where}; to see whether you have it: ${canIInWords(question)}`;
}

function notFoundHint(question: ApiQuestion): string {
  if (question.name === null) return "does this cluster have the API? See: kubectl api-resources";
  const place = question.namespace === null ? "" : ` -n ${shellQuote(question.namespace)}`;
  return `check the name and the namespace: kubectl get ${qualified(question).split("/")[0] ?? ""}${place}`;
}
