import { SECOND_MS } from "../world/time.ts";

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND_MS,
  m: 60 * SECOND_MS,
  h: 3600 * SECOND_MS,
  d: 24 * 3600 * SECOND_MS,
  w: 7 * 24 * 3600 * SECOND_MS,
  y: 365 * 24 * 3600 * SECOND_MS,
};

/** A time of Prometheus's API, Unix seconds or RFC 3339, in ms; undefined when it is neither. */
export function parseTime(text: string): number | undefined {
  const seconds = Number(text);
  if (text.trim() !== "" && Number.isFinite(seconds)) {
    return Math.round(seconds * SECOND_MS);
  }
  const parsed = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** A step or timeout, seconds or a duration such as 1m30s, in ms; undefined when it is neither. */
export function parseDuration(text: string): number | undefined {
  const seconds = Number(text);
  if (text.trim() !== "" && Number.isFinite(seconds)) {
    return seconds * SECOND_MS;
  }
  if (!/^(?:\d+(?:ms|[smhdwy]))+$/.test(text)) {
    return undefined;
  }
  const parts = text.match(/(?<!\d)\d+(?:ms|[smhdwy])/g) ?? [];
  return parts.reduce((sum, part) => sum + Number.parseInt(part, 10) * (UNIT_MS[part.replace(/^\d+/, "")] ?? 0), 0);
}
