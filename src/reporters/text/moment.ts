import type { View } from "./view.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** Half a day: a time that is further away needs its date. */
const NEAR_MS = 12 * 3_600_000;

/** Local wall-clock time, e.g. "03:06:40". */
export function clock(atMs: number, view: View): string {
  const local = localDate(atMs, view);
  if (Number.isNaN(local.getTime())) return "an unknown time";
  return [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(twoDigits).join(":");
}

/** Local date and time with the zone, e.g. "22 Nov 2026, 03:09:12 UTC+1"; where a screen names its zone. */
export function stamp(atMs: number, view: View): string {
  if (Number.isNaN(atMs)) return "an unknown time";
  return `${dayOf(atMs, view)} ${localDate(atMs, view).getUTCFullYear()}, ${clock(atMs, view)} ${zoneName(atMs, view)}`;
}

/** The time alone when it is near, with its date when it is more than 12 hours away, with the year when that is another. */
export function nearby(atMs: number, view: View): string {
  const isNear = Number.isNaN(atMs) || Math.abs(view.nowMs - atMs) < NEAR_MS;
  if (isNear) return clock(atMs, view);
  const year = localDate(atMs, view).getUTCFullYear();
  const isThisYear = year === localDate(view.nowMs, view).getUTCFullYear();
  return `${dayOf(atMs, view)}${isThisYear ? "" : ` ${year}`}, ${clock(atMs, view)}`;
}

/** The zone by its distance from UTC, e.g. "UTC+1", "UTC-3:30": the same word on every machine. */
export function zoneName(atMs: number, view: View): string {
  const offset = view.offsetMinutes(atMs);
  if (offset === 0) return "UTC";
  const minutes = Math.abs(offset) % 60;
  const hours = Math.floor(Math.abs(offset) / 60);
  return `UTC${offset < 0 ? "-" : "+"}${hours}${minutes === 0 ? "" : `:${twoDigits(minutes)}`}`;
}

/** A span for people, e.g. "8 min 41 s", "2 h 5 min", "3 days". */
export function span(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return both(Math.floor(seconds / 60), "min", seconds % 60, "s");
  if (seconds < 172_800) return both(Math.floor(seconds / 3_600), "h", Math.floor((seconds % 3_600) / 60), "min");
  return `${Math.floor(seconds / 86_400)} days`;
}

function both(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}

const isoTime = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z\b/g;

/** Replaces the UTC timestamps in a machine's sentence by local times. Not for commands and values, which are shown as they are. */
export function localTimes(text: string, view: View): string {
  return text.replace(isoTime, (found) => {
    const atMs = Date.parse(found);
    return Number.isNaN(atMs) ? found : nearby(atMs, view);
  });
}

function dayOf(atMs: number, view: View): string {
  const local = localDate(atMs, view);
  return `${local.getUTCDate()} ${months[local.getUTCMonth()] ?? ""}`;
}

/** A date whose UTC fields are the local ones. */
function localDate(atMs: number, view: View): Date {
  return new Date(atMs + view.offsetMinutes(atMs) * 60_000);
}

function twoDigits(count: number): string {
  return String(count).padStart(2, "0");
}
