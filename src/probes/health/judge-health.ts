import type { z } from "zod";
import type { Judgement } from "../../core/check/check-result.ts";
import type { Verdict } from "../../core/check/verdict.ts";
import { foreignText } from "../../core/text/foreign-text.ts";
import type { HealthBody } from "./read-health-body.ts";
import type { healthObserved } from "./health-observed.ts";

/** One complete HTTP answer of a health endpoint. */
export interface HealthFacts {
  readonly status: number;
  readonly latencyMs: number;
  readonly contentType: string;
  readonly body: HealthBody;
}

type HealthObserved = z.infer<typeof healthObserved>;

const UP = new Set("ok okay up healthy pass passing ready green alive serving true".split(" "));
const DOWN = new Set(
  "down unhealthy fail failed failing error critical red not_ready not-ready notready out_of_service not_serving unavailable dead false".split(
    " ",
  ),
);

/**
 * Healthy only when the status is 2xx and the answer says so itself; down when it says down, or with a 5xx status of its own (`refuseGateway`). Everything else (a page, an empty
 * answer, a word that is not known, a redirect, a refusal) is an answer of something, but no proof either way.
 */
export function judgeHealth(facts: HealthFacts): Judgement {
  const { status, latencyMs } = facts;
  // Not before: what is cut or hidden of a secret is known as one by nobody any more.
  const word = facts.body.word === null ? null : foreignText(facts.body.word, 60);
  const body = { ...facts.body, word };
  const { verdict, said, words } = decide({ ...facts, body });
  const observed: HealthObserved = {
    status,
    latencyMs: Math.round(latencyMs),
    reported: body.word,
    said,
    replicationLagSeconds: body.replicationLagSeconds,
  };
  const lag = body.replicationLagSeconds;
  return {
    verdict,
    summary:
      verdict === "pass"
        ? `${words}, ${observed.latencyMs} ms${lag === null ? "" : `, ${round(lag)} s behind`}`
        : words,
    observed,
    evidence: [
      { what: "HTTP status", value: status, limit: "2xx" },
      { what: "reported state", value: body.word, limit: "a word that says up" },
      { what: "latency", value: observed.latencyMs, unit: "ms" },
      ...(lag === null ? [] : [{ what: "replication lag", value: lag, unit: "s" }]),
    ],
    flip:
      verdict === "pass"
        ? "a status other than 2xx, or a state that does not say up"
        : "a 2xx answer that says it is up",
    notes: [],
  };
}

interface Decision {
  readonly verdict: Verdict;
  readonly said: HealthObserved["said"];
  readonly words: string;
}

function decide({ status, body }: HealthFacts): Decision {
  const word = body.word?.toLowerCase() ?? null;
  const says = body.word === null ? "" : `, says ${JSON.stringify(body.word)}`;
  if (status >= 500 || (status < 300 && word !== null && DOWN.has(word)))
    return { verdict: "fail", said: "down", words: `says it is down: HTTP ${status}${says}` };
  if (status < 200 || status >= 300) return { verdict: "inconclusive", said: "unknown", words: refusalWords(status) };
  if (word !== null && UP.has(word)) return { verdict: "pass", said: "up", words: "healthy" };
  return { verdict: "inconclusive", said: "unknown", words: `answered ${status}, but ${strangeWords(body)}` };
}

function refusalWords(status: number): string {
  if (status === 401 || status === 403) return `refused to say: HTTP ${status}, it wants credentials`;
  if (status === 404) return "has no health endpoint at this path: HTTP 404";
  if (status >= 300 && status < 400) return `sent elsewhere: HTTP ${status}; redirects are not followed`;
  return `did not say how it is: HTTP ${status}`;
}

function strangeWords({ kind, word }: HealthBody): string {
  if (kind === "html") return "with a web page: not a health endpoint, perhaps a login page in front of it";
  if (kind === "empty") return "with an empty body: that says nothing about its health";
  if (word !== null) return `its word ${JSON.stringify(word)} is neither up nor down`;
  return kind === "json" ? "its JSON names no state" : "not as a health endpoint does";
}

function round(seconds: number): string {
  return seconds >= 10 ? seconds.toFixed(0) : String(Number(seconds.toPrecision(2)));
}
