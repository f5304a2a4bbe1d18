import { describe, expect, it } from "vitest";
import { clock, localTimes, nearby, span, stamp, zoneName } from "../../../src/reporters/text/moment.ts";
import { view } from "../view.ts";

const atMs = Date.parse("2026-11-22T02:06:40.250Z");

describe("times for people", () => {
  it.each([
    [0, "0 s"],
    [59_400, "59 s"],
    [59_600, "1 min"],
    [521_000, "8 min 41 s"],
    [7_500_000, "2 h 5 min"],
    [172_800_000, "2 days"],
    [-3_000, "3 s"],
  ])("%d ms is %s", (ms, words) => {
    expect(span(ms)).toBe(words);
  });

  it.each([
    ["Europe/Belgrade", "03:06:40"],
    ["America/New_York", "21:06:40"],
    ["UTC", "02:06:40"],
  ])("in %s it is %s", (timeZone, text) => {
    expect(clock(atMs, view({ timeZone }))).toBe(text);
  });

  it("names its zone", () => {
    expect(stamp(atMs, view())).toBe("22 Nov 2026, 03:06:40 CET");
    expect(zoneName(view())).toBe("CET");
    expect(zoneName(view({ timeZone: "UTC" }))).toBe("UTC");
  });

  it("shows a date only for what is far away", () => {
    expect(nearby(atMs, view({ nowMs: atMs + 43_199_000 }))).toBe("03:06:40");
    expect(nearby(atMs, view({ nowMs: atMs + 43_200_000 }))).toBe("22 Nov, 03:06:40");
  });

  it("replaces the timestamps in a sentence, and leaves what only looks like one", () => {
    expect(localTimes("began 2026-11-22T02:06:40.250Z, see 2026-13-45T99:99:99Z", view())).toBe(
      "began 03:06:40, see 2026-13-45T99:99:99Z",
    );
  });

  it("says so where there is no time", () => {
    expect(clock(Number.NaN, view())).toBe("an unknown time");
  });
});
