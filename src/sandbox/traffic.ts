import { drawAt, drawFrom, hash32 } from "./random.ts";
import { MINUTE_MS, SECOND_MS } from "./world/time.ts";

const BASE_PER_SECOND = 360;

/** How many lookups are asked in the second that begins at a time, ms: a slow swell, jitter, and one dip before the start. */
export function trafficOf(seed: number, startedAtMs: number): (atMs: number) => number {
  const phase = drawFrom(`${seed}/swell`) * 6;
  const salt = hash32(`${seed}/lookups`);
  const dipBeginsMs = startedAtMs - (40 + drawFrom(`${seed}/dip`) * 60) * MINUTE_MS;
  return (atMs) => {
    const second = Math.floor(atMs / SECOND_MS);
    const swell = 1 + 0.06 * Math.sin((second / 5400) * 2 * Math.PI + phase);
    const jitter = 1 + 0.06 * (drawAt(salt, second) - 0.5);
    const dip = atMs >= dipBeginsMs && atMs < dipBeginsMs + 4 * MINUTE_MS ? 0.45 : 1;
    return BASE_PER_SECOND * swell * jitter * dip;
  };
}
