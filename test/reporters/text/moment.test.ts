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

  // The expected words are the reference's: Node's own Intl for these zones.
  it.each(["Europe/Belgrade", "America/New_York", "America/St_Johns", "Asia/Kolkata", "Pacific/Auckland", "UTC"])(
    "in %s they are what Intl says",
    (timeZone) => {
      const own = (options: Intl.DateTimeFormatOptions, at: number) =>
        new Intl.DateTimeFormat("en-GB", { ...options, timeZone }).format(at);
      for (const at of [atMs, Date.parse("2026-07-01T23:59:59Z"), Date.parse("2027-01-01T00:00:00Z")]) {
        const zone = own({ timeZoneName: "longOffset" }, at).split(", ").at(-1) ?? "";
        const [, sign = "+", hours = "0", minutes = "0"] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(zone) ?? [];
        const offset = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
        const there = view({ offsetMinutes: () => offset, nowMs: at });
        const time = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
        expect(clock(at, there)).toBe(own(time, at));
        const date = own({ day: "numeric", month: "short", year: "numeric" }, at).replace("Sept", "Sep");
        expect(stamp(at, there).startsWith(`${date}, ${clock(at, there)} UTC`)).toBe(true);
      }
    },
  );

  it.each([
    [0, "UTC"],
    [60, "UTC+1"],
    [330, "UTC+5:30"],
    [-210, "UTC-3:30"],
    [-300, "UTC-5"],
    [765, "UTC+12:45"],
  ])("a zone %d minutes ahead is %s", (offset, name) => {
    expect(zoneName(atMs, view({ offsetMinutes: () => offset }))).toBe(name);
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
