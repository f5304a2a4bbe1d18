import { expect, test } from "vitest";
import { causeLines, explainCauses } from "../../../src/core/runbook/explain-causes.ts";
import { result, results, runbookOf } from "./results.ts";

const runbook = runbookOf(["a", "b-c", "pods"], {
  parameters: { limit: { type: "integer", default: 3, required: true, description: null } },
  define: { few: "pods.ready < params.limit" },
  causes: [
    { id: "bad", title: "", because: "", when: "few && (a.fail || b_c.fail)" },
    { id: "rest", title: "", because: "", when: "!bad && pods.fail" },
    { id: "since", title: "", because: "", when: "pods.firstAt != null && pods.firstAt > a.onsetAt" },
  ],
});

const explain = (given: Parameters<typeof results>[0]) =>
  causeLines(explainCauses(runbook, results(given), { limit: 3 }));

test("a cause that holds is explained by the parts that made it true", () => {
  expect(explain({ a: result("fail"), "b-c": result("pass"), pods: result("fail", { ready: 2 }) })).toEqual([
    "cause bad holds: pods.ready < params.limit is true (pods.ready = 2, params.limit = 3; would flip it); a.fail is true (would flip it)",
    "cause rest does not hold: pods.ready < params.limit is true (pods.ready = 2, params.limit = 3; would flip it); a.fail is true (would flip it)",
    "cause since cannot be told: pods.firstAt != null is unknown (pods.firstAt = unknown; would flip it); pods.firstAt > a.onsetAt is unknown (pods.firstAt = unknown, a.onsetAt = unknown; would flip it)",
  ]);
});

test("where two parts hold alike, neither alone would flip it", () => {
  const [bad] = explainCauses(
    runbook,
    results({ a: result("fail"), "b-c": result("fail"), pods: result("fail", { ready: 2 }) }),
    { limit: 3 },
  );
  expect(bad?.deciding.map(({ text, flips }) => [text, flips])).toEqual([
    ["pods.ready < params.limit", true],
    ["a.fail", false],
    ["b_c.fail", false],
  ]);
});

test("and that is said of none of them; a cause whose condition cannot be read is only named", () => {
  const odd = { ...runbook, causes: [{ id: "odd", title: "", because: "", when: "1 +" }, ...runbook.causes] };
  const found = results({ a: result("fail"), "b-c": result("fail"), pods: result("fail", { ready: 2 }) });
  expect(causeLines(explainCauses(odd, found, { limit: 3 })).slice(0, 2)).toEqual([
    "cause odd cannot be told",
    "cause bad holds: pods.ready < params.limit is true (pods.ready = 2, params.limit = 3; would flip it); a.fail is true; b_c.fail is true",
  ]);
});

test("what is undecided is named", () => {
  const [bad] = explain({ a: result("pass"), "b-c": result("error"), pods: result("fail", { ready: 2 }) });
  expect(bad).toBe("cause bad cannot be told: b_c.fail is unknown (would flip it)");
});

test("times stand as ISO 8601, for the reporters", () => {
  const at = "2026-03-01T03:06:40Z";
  const [, , since] = explain({
    a: result("fail", { onsetAt: at }),
    "b-c": result("pass"),
    pods: result("fail", { ready: 9, firstAt: at }),
  });
  expect(since).toBe(
    `cause since does not hold: pods.firstAt > a.onsetAt is false (pods.firstAt = ${at}, a.onsetAt = ${at}; would flip it)`,
  );
});
