import type { Silences } from "./silences.ts";

export interface AlertmanagerAnswer {
  readonly code: number;
  /** undefined: an empty answer. */
  readonly body?: unknown;
}

const SILENCE_PATH = /^\/api\/v2\/silence\/([^/]+)$/;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id in a silence's path; undefined for another path. */
export function silenceIdIn(path: string): string | undefined {
  return SILENCE_PATH.exec(path)?.[1];
}

export function badId(id: string): AlertmanagerAnswer | undefined {
  if (ID.test(id)) return undefined;
  return { code: 422, body: { code: 601, message: `silenceID in path must be of type uuid: "${id}"` } };
}

/** A write to Alertmanager: a silence is made or ended. null: the path takes no such write. */
export function changeSilences(
  silences: Silences,
  { method, path, body }: { readonly method: string; readonly path: string; readonly body: string },
  nowMs: number,
): { readonly accepted: boolean; readonly answer: AlertmanagerAnswer } | null {
  if (method === "POST" && path === "/api/v2/silences") {
    const made = silences.post(body, nowMs);
    return typeof made === "string"
      ? { accepted: true, answer: { code: 200, body: { silenceID: made } } }
      : { accepted: false, answer: { code: made.status, body: made.said } };
  }
  const id = silenceIdIn(path);
  if (method !== "DELETE" || id === undefined) return null;
  const bad = badId(id);
  if (bad !== undefined) return { accepted: false, answer: bad };
  const ended = silences.end(id, nowMs);
  return ended === undefined ? { accepted: false, answer: { code: 404 } } : { accepted: true, answer: { code: 200 } };
}
