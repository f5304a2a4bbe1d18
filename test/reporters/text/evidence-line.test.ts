import { expect, test } from "vitest";
import type { Evidence } from "../../../src/core/check/check-result.ts";
import { evidenceLine } from "../../../src/reporters/text/evidence-line.ts";
import { view } from "../view.ts";

const cases: readonly (readonly [Evidence, string])[] = [
  [{ what: "value", value: 0.41939120631341603, limit: 0.1, unit: "ratio" }, "value: 41.9 % (limit 10 %)"],
  [{ what: "margin to the limit", value: -0.319391206313416, unit: "ratio" }, "margin to the limit: -31.9 %"],
  [{ what: "p99", value: 0.012_345_678, limit: 0.05, unit: "seconds" }, "p99: 12.3 ms (limit 50 ms)"],
  [{ what: "window", value: 15, unit: "s" }, "window: 15 s"],
  [{ what: "window", value: 120, unit: "s" }, "window: 2 min"],
  [{ what: "latency", value: 46.123_456, unit: "ms" }, "latency: 46.1 ms"],
  [{ what: "heap", value: 1_610_612_736, unit: "bytes" }, "heap: 1.5 GiB"],
  [{ what: "ready pods", value: 4, limit: 4 }, "ready pods: 4 (limit 4)"],
  [{ what: "revision", value: 123_456_789 }, "revision: 123456789"],
  [
    { what: "reported state", value: "ok", limit: "a word that says up" },
    "reported state: ok (limit a word that says up)",
  ],
  [{ what: "labels", value: { pod: "a" } }, 'labels: {"pod":"a"}'],
];

test.each(cases)("%j", (evidence, line) => {
  expect(evidenceLine(evidence, view())).toBe(line);
});
