import type { z } from "zod";
import { ClientError, type ClientErrorCode } from "../client-error.ts";
import { foreignAnswer } from "../http/foreign-answer.ts";
import { parseObject } from "../http/parse-object.ts";
import { retryInWords } from "../http/retry-after.ts";
import type { HttpReply } from "../http/send-request.ts";
import { quoted } from "../quoted.ts";
import { envelope, queryData } from "./schemas.ts";

export type PrometheusData = z.output<typeof queryData>;

export interface PrometheusReply {
  readonly data: PrometheusData;
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}

const PARTIAL = "the answer is partial: part of the storage did not answer";

/** The API's answer out of the HTTP one. Throws ClientError with Prometheus's own words for an error, `unexpected-answer` for what is no answer. */
export function prometheusReply(reply: HttpReply, what: string): PrometheusReply {
  const parsed = envelope.safeParse(parseObject(reply.body));
  if (!parsed.success) throw noAnswer(reply, what);
  const { status, errorType, error, warnings, infos, isPartial } = parsed.data;
  if (status === "error" || reply.status >= 300) {
    throw new ClientError(
      errorCode(errorType, reply.status),
      `${what}: Prometheus says ${quoted(`${errorType ?? "error"}: ${error ?? "no reason"}`, 300)}`,
      errorType === "bad_data" ? "correct the query" : "see Prometheus's own log and its /status page",
      reply.status,
    );
  }
  const content = queryData.safeParse(parsed.data.data);
  if (!content.success)
    throw new ClientError(
      "unexpected-answer",
      `${what}: the answer is not of the shape of a query's result`,
      "is this a Prometheus server?",
      reply.status,
    );
  const partial = isPartial === true ? [PARTIAL] : [];
  return { data: content.data, warnings: [...partial, ...bounded(warnings)], infos: bounded(infos) };
}

function noAnswer(reply: HttpReply, what: string): ClientError {
  if (reply.status === 401)
    return new ClientError(
      "unauthorized",
      `${what}: it asks for credentials (401)`,
      "set bearerToken in bigops.yaml, or renew it",
      401,
    );
  if (reply.status === 403)
    return new ClientError(
      "forbidden",
      `${what}: the credentials do not suffice (403)`,
      "ask for the right to query it",
      403,
    );
  if (reply.status === 429)
    return new ClientError(
      "rate-limited",
      `${what}: it has too much to do (429)${retryInWords(reply)}`,
      "run it again in a while",
      429,
    );
  const came = `${what}: the answer is not Prometheus's (status ${reply.status}): ${foreignAnswer(reply)}`;
  if (reply.status === 404)
    return new ClientError("not-found", came, "is the URL the one of Prometheus, with its path prefix?", 404);
  if (reply.status >= 500)
    return new ClientError("server-error", came, "is Prometheus up behind its proxy?", reply.status);
  return new ClientError(
    "unexpected-answer",
    came,
    "is the URL the one of Prometheus? A login page may stand before it",
    reply.status,
  );
}

function errorCode(type: string | undefined, status: number): ClientErrorCode {
  if (type === "bad_data" || type === "execution") return "invalid";
  if (type === "timeout") return "timeout";
  if (type === "canceled" || type === "unavailable" || type === "internal" || status >= 500) return "server-error";
  return "invalid";
}

function bounded(texts: readonly string[] | null | undefined): readonly string[] {
  return (texts ?? []).slice(0, 20).map((text) => quoted(text, 300));
}
