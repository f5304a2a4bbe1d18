import type { z } from "zod";
import type { AlertmanagerClient, FiringAlert, Silence } from "../alertmanager-client.ts";
import { ClientError } from "../client-error.ts";
import type { HttpReply } from "../http/send-request.ts";
import type { Transport, TransportRequest } from "../http/transport.ts";
import { alertsAnswer, silenceAnswer, silencesAnswer, statusAnswer } from "./answers.ts";
import { failedPeers } from "./failed-peers.ts";
import { exactly, matcherText } from "./matcher-text.ts";
import { contentOf, readAnswer } from "./read-answer.ts";

/** Alertmanager's API v2 over whichever way leads to it. */
export function alertmanagerOver(transport: Transport): AlertmanagerClient {
  const shown = `Alertmanager at ${transport.displayUrl}`;

  function ask(what: string, path: string, query: TransportRequest["query"], signal: AbortSignal): Promise<HttpReply> {
    const headers = { accept: "application/json" };
    return transport.send(what, { method: "GET", path, query, body: null, headers, signal });
  }

  async function read<T>(
    what: string,
    path: string,
    query: TransportRequest["query"],
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T> {
    return readAnswer(await ask(what, path, query, signal), `${what} of ${shown}`, schema);
  }

  /** Metrics may be closed off where the API is not: then they say nothing. */
  async function readFailedPeers(signal: AbortSignal): Promise<number | null> {
    try {
      const { status, body } = await ask("read the metrics of Alertmanager", "/metrics", {}, signal);
      return status === 200 ? failedPeers(body) : null;
    } catch (error) {
      if (error instanceof ClientError) return null;
      throw error;
    }
  }

  return {
    vantage: transport.vantage,
    displayUrl: transport.displayUrl,
    async cluster(signal) {
      const [{ cluster }, failed] = await Promise.all([
        read("read the status", "/api/v2/status", {}, statusAnswer, signal),
        readFailedPeers(signal),
      ]);
      return { state: cluster.status, members: cluster.peers?.length ?? 0, failedPeers: failed };
    },
    async alerts(labels, signal) {
      const filter = exactly(labels).map(matcherText);
      const found = await read("list alerts", "/api/v2/alerts", { filter }, alertsAnswer, signal);
      return found.map(alertOf);
    },
    async silences(signal) {
      return (await read("list silences", "/api/v2/silences", {}, silencesAnswer, signal)).map(silenceOf);
    },
    async silence(id, signal) {
      const path = `/api/v2/silence/${encodeURIComponent(id)}`;
      return silenceOf(await read(`read silence ${id}`, path, {}, silenceAnswer, signal));
    },
    async write({ method, path, contentType, body }, signal) {
      const what = method === "POST" ? "make a silence" : "end a silence";
      const sent = body === null ? null : JSON.stringify(body);
      const headers = { accept: "application/json", ...(sent !== null && { "content-type": contentType }) };
      const reply = await transport.send(what, { method, path, query: {}, body: sent, headers, isWrite: true, signal });
      return contentOf(reply, `${what} in ${shown}`);
    },
  };
}

function alertOf({
  startsAt,
  endsAt,
  status,
  annotations,
  ...alert
}: z.output<typeof alertsAnswer>[number]): FiringAlert {
  return {
    ...alert,
    annotations: annotations ?? {},
    startsAtMs: startsAt,
    endsAtMs: endsAt,
    state: status.state,
    silencedBy: status.silencedBy ?? [],
    inhibitedBy: status.inhibitedBy ?? [],
  };
}

function silenceOf({ status, startsAt, endsAt, updatedAt, ...silence }: z.output<typeof silenceAnswer>): Silence {
  return { ...silence, state: status.state, startsAtMs: startsAt, endsAtMs: endsAt, updatedAtMs: updatedAt };
}
