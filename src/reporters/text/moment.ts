import type { View } from "./view.ts";

const time = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
const date = { day: "numeric", month: "short" } as const;

/** Local wall-clock time, e.g. "03:06:40". */
export function clock(atMs: number, view: View): string {
  return said(atMs, time, view);
}

/** Local date and time with the zone, e.g. "22 Nov 2026, 03:09:12 CET"; where a screen names its zone. */
export function stamp(atMs: number, view: View): string {
  return said(atMs, { ...date, year: "numeric", ...time, timeZoneName: "short" }, view);
}

/** The time alone when it is near, with its date when it is more than 12 hours away. */
export function nearby(atMs: number, view: View): string {
  return Math.abs(view.nowMs - atMs) < 12 * 3_600_000 ? clock(atMs, view) : said(atMs, { ...date, ...time }, view);
}

/** The zone of the times shown, e.g. "CET". */
export function zoneName(view: View): string {
  const parts = format({ timeZoneName: "short" }, view).formatToParts(view.nowMs);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "local";
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

function said(atMs: number, parts: Intl.DateTimeFormatOptions, view: View): string {
  return Number.isNaN(atMs) ? "an unknown time" : format(parts, view).format(atMs);
}

function format(parts: Intl.DateTimeFormatOptions, { timeZone }: View): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-GB", { ...parts, ...(timeZone === undefined ? {} : { timeZone }) });
}
