import { describe, expect, test } from "vitest";
import type { CheckResult } from "../../../src/core/check/check-result.ts";
import { evaluateCauses } from "../../../src/core/runbook/diagnosis.ts";
import type { Cause } from "../../../src/core/runbook/runbook.ts";
import { undecidedCauses } from "../../../src/core/runbook/undecided-causes.ts";
import { result, results, runbookOf } from "./results.ts";

const since: Cause = { id: "release", title: "since {{ pods.ready }}", because: "", when: "errors.fail && pods.fail" };

/** Of a runbook with these causes, where these symptoms are unexplained. */
function undecided(
  given: Readonly<Record<string, CheckResult>>,
  unexplained: readonly string[] = ["errors"],
  causes: readonly Cause[] = [since],
) {
  const runbook = runbookOf(["errors", "pods", "orders"], { causes });
  const found = results(given);
  return undecidedCauses(runbook, evaluateCauses(runbook, found, {}), found, unexplained);
}

const unread = (notes: readonly string[]): CheckResult => ({
  ...result("fail", { ready: 1, onsetUnread: true }),
  notes,
});

describe("a cause that may account for a symptom, and of which nobody knows whether it holds", () => {
  test("is told with what could not be read", () => {
    expect(undecided({ errors: result("fail"), pods: result("error") })).toEqual([
      { id: "release", title: "since unknown", because: "pods could not be told" },
    ]);
    expect(undecided({ errors: result("inconclusive"), pods: result("error") })).toMatchObject([
      { because: "errors could not be told; pods could not be told" },
    ]);
  });

  test("is not told where it is known to hold or not to", () => {
    expect(undecided({ errors: result("fail"), pods: result("fail") })).toEqual([]);
    expect(undecided({ errors: result("fail"), pods: result("pass") })).toEqual([]);
    expect(undecided({ errors: result("pass"), pods: result("error") })).toEqual([]);
  });

  test("is not told where all that is missing was left out, which is said elsewhere", () => {
    expect(undecided({ errors: result("fail"), pods: result("skipped") })).toEqual([]);
    expect(undecided({ errors: result("fail") })).toEqual([]);
  });

  test("accounts for what its condition reads, one at least of which must be unexplained", () => {
    const given = { errors: result("fail"), pods: result("error") };
    expect(undecided(given, [])).toEqual([]);
    expect(undecided(given, ["orders"])).toEqual([]);
    expect(undecided(given, ["orders", "errors"])).toHaveLength(1);
  });

  test("or for what it says itself that it explains, and then for nothing else", () => {
    const given = { errors: result("fail"), pods: result("error") };
    const own = [{ ...since, explains: [{ check: "orders", when: null }] }];
    expect(undecided(given, ["orders"], own)).toMatchObject([{ id: "release" }]);
    expect(undecided(given, ["errors"], own)).toEqual([]);
  });

  test("is told apart from those beside it of which it is known", () => {
    const causes = [{ ...since, id: "known", when: "errors.fail" }, since];
    expect(undecided({ errors: result("fail"), pods: result("error") }, ["errors"], causes)).toMatchObject([
      { id: "release" },
    ]);
  });

  test("stands in the runbook's order beside others", () => {
    const causes = ["second", "first"].map((id) => ({ ...since, id }));
    const told = undecided({ errors: result("fail"), pods: result("error") }, ["errors"], causes);
    expect(told.map(({ id }) => id)).toEqual(["second", "first"]);
  });
});

describe("where a check could be told, but not whether a transaction hangs", () => {
  const lag = (untoldTransactions: number) => result("fail", { ready: 1, untoldTransactions });
  const told = (when: string, pods: CheckResult) =>
    undecided({ errors: result("fail"), pods }, ["errors"], [{ ...since, when }]).map(({ because }) => because);

  test.each(["!pods.transactionHangs", "pods.hangingTransactions == 0"])("it is said of %s", (when) => {
    expect(told(`errors.fail && ${when}`, lag(2))).toEqual([
      "pods: whether a transaction hangs could not be looked at",
    ]);
    expect(told(`errors.fail && ${when}`, lag(0))).toEqual([]);
  });

  test("it is no reason where transactions are not asked about", () => {
    expect(told("pods.ready == 1 && orders.pass", lag(2))).toEqual([]);
  });
});

describe("where a check could be told, but not since when", () => {
  const when = "errors.fail && pods.onsetAt != null";
  const told = (pods: CheckResult) =>
    undecided({ errors: result("fail"), pods }, ["errors"], [{ ...since, when }]).map(({ because }) => because);

  test("its own note says why", () => {
    expect(told(unread(["2 of 3 are ready", "since when: Prometheus did not answer"]))).toEqual([
      "pods: since when: Prometheus did not answer",
    ]);
  });

  test("or it is said without one", () => {
    expect(told(unread([]))).toEqual(["pods: since when could not be read"]);
    expect(told(unread(["nobody knows since when"]))).toEqual(["pods: since when could not be read"]);
  });

  test("a long note is cut, and is safe to print", () => {
    const [because] = told(unread([`since when\u001b[31m ${"x".repeat(300)}`]));
    expect(because).toBe(`pods: since when ${"x".repeat(148)}…`);
  });

  test("a check that knows nothing of onsets is no reason", () => {
    expect(told(result("fail", { onsetUnread: false }))).toEqual([]);
    expect(told(result("fail", { onsetUnread: "true" }))).toEqual([]);
  });
});
