import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeQuery, type QueryExpectation } from "../../../src/probes/prometheus/judge-query.ts";
import type { QueryFacts } from "../../../src/probes/prometheus/query-facts.ts";
import { queryObserved } from "../../../src/probes/prometheus/query-observed.ts";
import { OVERS } from "../../../src/probes/prometheus/sample-verdict.ts";
import { above, ago, facts, judge, NOW, pastOf as past, STEP } from "./query-fixtures.ts";

const onset = (values: readonly (number | null)[]) => judge(facts([0.372], { past: past(values) })).observed["onsetAt"];

describe("one series", () => {
  test("beyond the limit: a fail, with both numbers said in the unit", () => {
    const { verdict, summary, flip, observed } = judge(facts([0.372]));
    expect({ verdict, summary, flip }).toEqual({
      verdict: "fail",
      summary: "37.2 % of lookups fail (limit 10 %)",
      flip: "a value not > 10 %",
    });
    expect(observed).toMatchObject({ value: 0.372, threshold: 0.1, seriesTotal: 1 });
  });

  test.each([
    ["at the limit", 0.1, "pass"],
    ["zero", 0, "pass"],
    ["not a number", Number.NaN, "inconclusive"],
    ["infinite", Number.POSITIVE_INFINITY, "fail"],
    ["minus infinite", Number.NEGATIVE_INFINITY, "fail"],
  ])("%s", (_name, value, verdict) => {
    expect(judge(facts([value])).verdict).toBe(verdict);
  });

  test("an infinite value is for the conditions only where that is said", () => {
    expect(judge(facts([Number.NEGATIVE_INFINITY]), { allowInfinite: true }).verdict).toBe("pass");
  });

  test("nothing and NaN decide what is said of them", () => {
    expect(judge(facts([])).verdict).toBe("inconclusive");
    expect(judge(facts([]), { onEmpty: "pass" }).verdict).toBe("pass");
    expect(judge(facts([Number.NaN]), { onNaN: "fail" }).verdict).toBe("fail");
  });

  test("a warning of Prometheus decides nothing, however good the value", () => {
    const { verdict, evidence } = judge(facts([0], { warnings: ["remote read: partial data"] }));
    expect(verdict).toBe("inconclusive");
    expect(JSON.stringify(evidence)).toContain("remote read: partial data");
  });
});

describe("several series", () => {
  test("without a word on them they decide nothing, and their number is said", () => {
    const { verdict, summary, observed } = judge(facts([0.01, 0.5, 0.02]));
    expect(verdict).toBe("inconclusive");
    expect(summary).toContain("3 series");
    expect(observed["value"]).toBeNull();
  });

  test.each([
    ["any", [0.01, 0.5], "fail", 0.5],
    ["any", [0.01, 0.02], "pass", 0.02],
    ["any", [0.01, Number.NaN], "inconclusive", 0.01],
    ["any", [0.5, Number.NaN], "fail", 0.5],
    ["all", [0.01, 0.5], "pass", 0.01],
    ["all", [0.4, 0.5], "fail", 0.4],
    ["all", [0.5, Number.NaN], "inconclusive", 0.5],
    ["all", [0.01, Number.NaN], "pass", 0.01],
    ["max", [0.01, 0.5], "fail", 0.5],
    ["max", [0.01, Number.NaN], "inconclusive", null],
    ["min", [0.01, 0.5], "pass", 0.01],
    ["sum", [0.06, 0.06], "fail", 0.12],
    ["sum", [0.04, 0.06], "pass", 0.1],
  ] as const)("%s of %j: %s", (over, values, verdict, value) => {
    const judged = judge(facts(values), { over });
    expect(judged.verdict).toBe(verdict);
    expect(judged.observed["value"]).toBe(value);
  });
});

describe("since when", () => {
  test("the first point of the unbroken run that reaches now", () => {
    expect(onset([0, 0.3, 0, 0.02, 0.2, 0.3, 0.372])).toBe(ago(2));
  });
  test("two points suffice", () => expect(onset([0.02, 0.372])).toBe(ago(0)));
  test.each([
    ["the series begins in breach", [0.2, 0.3, 0.372], ago(2)],
    ["it comes out of a gap", [0, 0, null, null, 0.3, 0.372], ago(1)],
    ["NaN comes before", [0, Number.NaN, 0.3, 0.372], ago(1)],
    ["the past does not reach now", [0, 0.3, null, null, null], null],
  ] as const)("unknown when %s; since when at least is told where it was seen", (_name, values, least) => {
    const { observed } = judge(facts([0.372], { past: past(values) }));
    expect([observed["onsetAt"], observed["breachedAt"]]).toEqual([null, least]);
  });
  test("since when at least is not told beside since when", () => {
    expect(judge(facts([0.372], { past: past([0, 0.3, 0.372]) })).observed["breachedAt"]).toBeNull();
  });
  test("null for a pass", () => {
    expect(judge(facts([0.01], { past: past([0.3, 0.3, 0.01]) })).observed["onsetAt"]).toBeNull();
  });

  test("points in the server's future, by a clock ahead of it, are left out", () => {
    const { series, ...asked } = past([0, 0, 0.3, 0.3]);
    const future = { labels: {}, points: [...(series[0]?.points ?? []), { atMs: NOW + STEP, value: 0 }] };
    expect(judge(facts([0.372], { past: { series: [future], ...asked } })).observed["onsetAt"]).toBe(ago(1));
  });

  test("an answer that took a while still reaches back to the past that was asked for", () => {
    const asked = past([0, 0, 0.3, 0.3]);
    const later = (seconds: number) => {
      const samples = [{ labels: {}, value: 0.372, atMs: NOW + seconds * 1_000 }];
      return judge(facts([0.372], { past: asked, samples })).observed["onsetAt"];
    };
    expect(later(9)).toBe(ago(1));
    expect(later(31)).toBeNull();
  });

  test("of several series, what `over` makes of them at each point", () => {
    const given = facts([0.01, 0.5], { past: past([0.01, 0.01, 0.01, 0.01], [0.01, 0.01, 0.5, 0.5]) });
    expect(judge(given, { over: "max" }).observed["onsetAt"]).toBe(ago(1));
  });

  test("a past that could not be read leaves it unknown, and is not null, which says that there is none", () => {
    const { verdict, observed } = judge(facts([0.5], { pastFailure: "Prometheus answered 503" }));
    expect(verdict).toBe("fail");
    expect(observed).toMatchObject({ onsetUnread: true });
    expect(observed).not.toHaveProperty("onsetAt");
    expect(observed).not.toHaveProperty("breachedAt");
    // What does not fail began at no time.
    const passing = judge(facts([0.02], { pastFailure: "Prometheus answered 503" })).observed;
    expect(passing).toMatchObject({ onsetAt: null, breachedAt: null, onsetUnread: false });
  });

  test("that the past could not be read is said", () => {
    const { notes } = judge(facts([0.5], { pastFailure: "Prometheus answered 503" }));
    expect(notes.join()).toContain("503");
  });

  test("is, for any past, a breaching point with only breaching ones after it and a good one before", () => {
    let told = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0.05, 0.2, 0.9, null), { minLength: 1, maxLength: 30 }), (values) => {
        const at = judge(facts([0.5], { past: past(values) })).observed["onsetAt"];
        if (typeof at !== "string") return;
        told += 1;
        const index = values.length - 1 - (NOW - Date.parse(at)) / STEP;
        // Up to two points may be missing at the end: the present sample closes that.
        const run = values.slice(index).filter((value, place) => value !== null || index + place < values.length - 2);
        const before = values.slice(0, index).findLast((value) => value !== null);
        if (run.length === 0 || (run.length === 1 && (run[0] ?? 0) <= 0.1)) return;
        expect(run.every((value) => value !== null && value > 0.1)).toBe(true);
        expect(before).toBeLessThanOrEqual(0.1);
      }),
    );
    expect(told).toBeGreaterThan(10);
  });
});

test("NaN never passes unless somebody wrote so, and the result is of the published shape", () => {
  const value = fc.oneof(
    fc.double({ min: -1, max: 2, noNaN: true }),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY),
  );
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 4 }),
      fc.option(fc.constantFrom(...OVERS)),
      fc.boolean(),
      (values, over, warned) => {
        const judged = judge(facts(values, { warnings: warned ? ["partial"] : [] }), { over });
        queryObserved.parse(judged.observed);
        if (judged.verdict !== "pass") return;
        expect(warned).toBe(false);
        expect(values.length).toBeGreaterThan(0);
        if (over !== "all") expect(values.some(Number.isNaN)).toBe(false);
        expect(values.some((one) => one <= 0.1)).toBe(true);
      },
    ),
  );
});

describe("in words", () => {
  const nothing = "the query returned nothing: no such series, or no traffic";
  const warned = { warnings: ["partial"] };

  test.each<[string, QueryFacts, Partial<QueryExpectation>, string]>([
    ["nothing", facts([]), {}, nothing],
    ["nothing, whatever is said of several", facts([]), { over: "max" }, nothing],
    ["one that is good", facts([0.02]), {}, "2 % of lookups fail (limit 10 %)"],
    ["without a phrase", facts([0.02]), { phrase: null }, "2 % (limit 10 %)"],
    ["without a limit", facts([0.02]), { threshold: null }, "2 % of lookups fail"],
    ["one, and a word for several", facts([0.02]), { over: "max" }, "2 % of lookups fail (limit 10 %)"],
    ["several", facts([0.02, 0.04]), { over: "max" }, "4 % of lookups fail (limit 10 %), max of 2 series"],
    ["no number", facts([Number.NaN]), {}, "the value is not a number: no traffic, most likely"],
    [
      "no number among several",
      facts([Number.NaN, 1]),
      { over: "sum" },
      "the value is not a number, sum of 2 series: no traffic, most likely",
    ],
    ["a warning", facts([0.02], warned), {}, "2 % of lookups fail (limit 10 %), but Prometheus warns about its answer"],
    [
      "several and no word on them",
      facts([0.02, 0.04]),
      {},
      "the query returned 2 series, and the check does not say what to make of them (over: any, all, max, min or sum)",
    ],
  ])("%s", (_, given, expectation, summary) => {
    expect(judge(given, expectation).summary).toBe(summary);
  });

  test("what would have decided otherwise", () => {
    expect(judge(facts([0.02])).flip).toBe("a value > 10 %");
    expect(judge(facts([0.2])).flip).toBe("a value not > 10 %");
    expect(judge(facts([Number.NaN])).flip).toBeNull();
    expect(judge(facts([0.2]), { threshold: null }).flip).toBeNull();
  });
});

describe("of several series the one that decides is shown", () => {
  const low: Partial<QueryExpectation> = {
    threshold: { limit: 0.1, operator: "<" },
    judgeNumber: (value) => (value < 0.1 ? "fail" : "pass"),
  };
  test.each([
    [{ ...low, over: "any" }, 0.02],
    [{ ...low, over: "all" }, 0.5],
    [{ ...low, threshold: { limit: 0.1, operator: "<=" }, over: "any" }, 0.02],
    [{ threshold: null, over: "any" }, 0.5],
    [{ threshold: null, over: "all" }, 0.02],
  ] as const)("%j", (expectation, value) => {
    expect(judge(facts([0.02, 0.5, Number.NaN]), expectation).observed["value"]).toBe(value);
  });

  test("and the ten highest are listed, with bounded labels", () => {
    const { observed } = judge(facts([0.2, 0.9, 0.5, ...Array.from({ length: 9 }, () => 0)]), { over: "any" });
    expect(observed["seriesTotal"]).toBe(12);
    const listed = observed["series"] as { labels: object; value: number }[];
    expect(listed.map(({ value }) => value)).toEqual([0.9, 0.5, 0.2, 0, 0, 0, 0, 0, 0, 0]);
    const labels = Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`l${index}`, "x".repeat(100)]));
    const wide = judge({ ...facts([]), samples: [{ labels, value: 1, atMs: NOW }] }).observed["series"];
    const [first] = wide as { labels: Record<string, string> }[];
    expect(Object.keys(first?.labels ?? {})).toHaveLength(12);
    expect(first?.labels["l0"]?.length).toBeLessThanOrEqual(80);
  });
});

describe("what was seen", () => {
  test("the value, its margin, the window, since when, and the warnings", () => {
    expect(judge(facts([0.375], { past: past([0, 0.3]), warnings: ["partial"] })).evidence).toEqual([
      { what: "value", value: 0.375, limit: 0.1, unit: "ratio", atMs: NOW },
      { what: "margin to the limit", value: 0.1 - 0.375, unit: "ratio" },
      { what: "window", value: 120, unit: "s" },
      { what: "Prometheus warns", value: "partial" },
    ]);
    expect(judge(facts([0.375], { past: past([0, 0.3]) })).evidence.at(-1)).toEqual({
      what: "first breaching point of the run that reaches now",
      value: true,
      atMs: NOW,
    });
    expect(judge(facts([0.375], { past: past([0.3, 0.3]) })).evidence.at(-1)).toEqual({
      what: "breached already at the earliest point that is known",
      value: true,
      atMs: NOW - STEP,
    });
  });

  test("without a limit, without a unit, without a number, without anything", () => {
    const window = { what: "window", value: 120, unit: "s" };
    const bare = { threshold: null, unit: "none" } as const;
    expect(judge(facts([3]), bare).evidence).toEqual([{ what: "value", value: 3, atMs: NOW }, window]);
    expect(judge(facts([3]), { unit: "none" }).evidence[1]).toEqual({ what: "margin to the limit", value: 0.1 - 3 });
    expect(judge(facts([Number.POSITIVE_INFINITY])).evidence).toEqual([
      { what: "value", value: "+Inf", limit: 0.1, unit: "ratio", atMs: NOW },
      window,
    ]);
    const nothing = [{ what: "value", value: null, limit: 0.1, unit: "ratio" }, window];
    expect(judge(facts([])).evidence).toStrictEqual(nothing);
    expect(judge(facts([]), { over: "max" }).evidence).toStrictEqual(nothing);
    const many = ["a", "b", "c", "d", "e", "f"];
    expect(
      judge(facts([0], { warnings: many }))
        .evidence.slice(3)
        .map(({ value }) => value),
    ).toEqual(many.slice(0, 5));
  });

  test("notes: what Prometheus remarks, since when it cannot be told and why, and clocks that differ", () => {
    const note = (given: Partial<QueryFacts>) => judge(facts([0.5], given)).notes;
    expect(judge(facts([0.02], { infos: ["a", "b", "c", "d"] })).notes).toEqual(["a", "b", "c"]);
    expect(note({ past: past([0, 0.3]) })).toEqual([]);
    expect(note({ pastFailure: "503" })).toEqual(["since when cannot be told: 503"]);
    expect(note({ past: past([0.3, 0.3]) })).toEqual([
      "since when cannot be told: it breached from the beginning of what was read, or came out of a gap",
    ]);
    expect(note({ past: past([]) })).toEqual([
      "since when cannot be told: what was read of the past does not reach now",
    ]);
    const skewed = (ms: number) => judgeQuery(facts([0]), above, NOW + ms).notes;
    expect([skewed(30_000), skewed(-30_000)]).toEqual([[], []]);
    expect(skewed(-40_000)).toEqual(["Prometheus's clock and this machine's differ by 40 s"]);
    expect(skewed(40_000)).toEqual(["Prometheus's clock and this machine's differ by 40 s"]);
  });
});
