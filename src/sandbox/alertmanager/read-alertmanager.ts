import { MINUTE_MS } from "../world/time.ts";
import { badId, silenceIdIn, type AlertmanagerAnswer } from "./change-silences.ts";
import type { FiringAlerts, SandboxAlert } from "./firing-alerts.ts";
import { meetsAll, parseFilter } from "./label-matcher.ts";
import { stateAt, type Silences, type StoredSilence } from "./silences.ts";

export interface AlertmanagerState {
  readonly firing: FiringAlerts;
  readonly silences: Silences;
  readonly startedAtMs: number;
}

/** A read of Alertmanager's API v2; null for a path that it does not have. */
export function readAlertmanager(
  { firing, silences, startedAtMs }: AlertmanagerState,
  { path, query }: { readonly path: string; readonly query: URLSearchParams },
  nowMs: number,
): AlertmanagerAnswer | null {
  if (path === "/api/v2/status") return { code: 200, body: status(startedAtMs) };
  const id = silenceIdIn(path);
  if (id !== undefined) {
    const silence = silences.get(id);
    return badId(id) ?? (silence === undefined ? { code: 404 } : { code: 200, body: silenceBody(silence, nowMs) });
  }
  if (path !== "/api/v2/alerts" && path !== "/api/v2/silences") return null;
  const filters = query.getAll("filter").map((text) => ({ text, matcher: parseFilter(text) }));
  const bad = filters.find(({ matcher }) => matcher === undefined);
  if (bad !== undefined) return { code: 400, body: `bad matcher format: ${bad.text}` };
  const matchers = filters.flatMap(({ matcher }) => (matcher === undefined ? [] : [matcher]));
  if (path === "/api/v2/silences") {
    const wanted = silences
      .all()
      .filter((silence) =>
        meetsAll(matchers)(Object.fromEntries(silence.matchers.map(({ name, value }) => [name, value]))),
      );
    return { code: 200, body: wanted.map((silence) => silenceBody(silence, nowMs)) };
  }
  const byName = meetsAll(matchers.filter(({ name }) => name === "alertname"));
  const wanted = firing
    .at(nowMs, (alertname) => byName({ alertname }))
    .filter(({ labels }) => meetsAll(matchers)(labels))
    .map((alert) => alertBody(alert, silences.hiding(alert.labels, nowMs), nowMs))
    .filter(({ status: { state } }) => query.get(state === "active" ? "active" : "silenced") !== "false");
  return { code: 200, body: wanted.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)) };
}

function status(startedAtMs: number): object {
  return {
    cluster: { status: "disabled", peers: [] },
    config: { original: "route:\n  receiver: on-call\nreceivers:\n- name: on-call\n" },
    uptime: new Date(startedAtMs).toISOString(),
    versionInfo: {
      branch: "",
      buildDate: "",
      buildUser: "",
      goVersion: "",
      revision: "",
      version: "0.28.1+sandbox",
    },
  };
}

function alertBody(
  { fingerprint, labels, annotations, startsAtMs }: SandboxAlert,
  silencedBy: readonly string[],
  nowMs: number,
) {
  const state: "active" | "suppressed" = silencedBy.length > 0 ? "suppressed" : "active";
  return {
    annotations,
    endsAt: new Date(nowMs + 4 * MINUTE_MS).toISOString(),
    fingerprint,
    receivers: [{ name: "on-call" }],
    startsAt: new Date(startsAtMs).toISOString(),
    status: { inhibitedBy: [], mutedBy: [], silencedBy, state },
    updatedAt: new Date(nowMs).toISOString(),
    labels,
  };
}

function silenceBody(silence: StoredSilence, nowMs: number): object {
  const { id, matchers, startsAtMs, endsAtMs, updatedAtMs, createdBy, comment } = silence;
  return {
    id,
    status: { state: stateAt(silence, nowMs) },
    updatedAt: new Date(updatedAtMs).toISOString(),
    comment,
    createdBy,
    endsAt: new Date(endsAtMs).toISOString(),
    matchers,
    startsAt: new Date(startsAtMs).toISOString(),
  };
}
