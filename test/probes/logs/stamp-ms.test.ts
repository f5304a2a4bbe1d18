import * as fc from "fast-check";
import { expect, test } from "vitest";
import { stampMs, utcStampMs } from "../../../src/probes/logs/stamp-ms.ts";

const pad = (value: number, width = 2) => String(value).padStart(width, "0");

/** Also months, days, hours and seconds that there are not. */
const stamps = fc
  .tuple(
    fc.integer({ min: 0, max: 9_999 }),
    fc.integer({ min: 0, max: 13 }),
    fc.integer({ min: 0, max: 32 }),
    fc.integer({ min: 0, max: 25 }),
    fc.integer({ min: 0, max: 61 }),
    fc.integer({ min: 0, max: 61 }),
    fc.stringMatching(/^(?:\.\d{1,9})?$/),
    fc.constantFrom("Z", "Z", "Z", "+02:00", "-11:30"),
  )
  .map(
    ([year, month, day, hour, minute, second, fraction, zone]) =>
      `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}${zone}`,
  );

test("is what Date.parse finds, whatever the digits", () => {
  fc.assert(
    fc.property(stamps, (stamp) => {
      const ms = Date.parse(stamp);
      expect(stampMs(stamp)).toBe(Number.isNaN(ms) ? null : ms);
    }),
    { seed: 24, numRuns: 20_000 },
  );
});

test.each(["2028-02-29T12:00:00Z", "2026-12-31T23:59:59.999999999Z", "2026-11-29T00:00:00.5Z", "0050-01-01T00:00:00Z"])(
  "%s",
  (stamp) => {
    expect(stampMs(stamp)).toBe(Date.parse(stamp));
  },
);

test.each([
  "1000-01-01T00:00:00Z",
  "2026-01-31T23:59:59.5Z",
  "2026-02-28T12:30:30.123456789Z",
  "2026-04-30T12:30:30.12Z",
  "2026-12-31T12:30:30Z",
])("%s is read by its digits", (stamp) => {
  expect(utcStampMs(stamp)).toBe(Date.parse(stamp));
});

test.each([
  "0999-01-01T00:00:00Z",
  "2026-01-00T00:00:00Z",
  "2026-04-31T00:00:00Z",
  "2028-02-29T00:00:00Z",
  "2026-00-01T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-01-01T24:00:00Z",
  "2026-01-01T00:60:00Z",
  "2026-01-01T00:00:60Z",
  "2026-01-01T00:00:00+02:00",
])("%s is not", (stamp) => {
  expect(utcStampMs(stamp)).toBeNull();
});

test.each(["", "no time", "2026-11-22", "2026-13-01T00:00:00Z", "2026-11-22T24:30:00Z"])(
  "%s is none, or a day alone",
  (text) => {
    const ms = Date.parse(text);
    expect(stampMs(text)).toBe(Number.isNaN(ms) ? null : ms);
  },
);
