import { expect, test } from "vitest";
import { evaluateCauses } from "../../../src/core/runbook/diagnosis.ts";
import { heldBack } from "../../../src/core/runbook/held-back.ts";
import type { Mitigation } from "../../../src/core/runbook/runbook.ts";
import { result, results, runbookOf } from "./results.ts";

function mitigation(id: string, requires: string | null): Mitigation {
  return { id, for: ["store-down"], action: "manual", args: {}, requires, verify: [], note: null };
}

const runbook = runbookOf(["store", "store-copy", "pods"], {
  define: { "copy-serves": "store_copy.pass && store_copy.ready > 0" },
  causes: [{ id: "store-down", title: "", because: "", when: "store.fail" }],
  mitigation: [
    mitigation("call", null),
    mitigation("fail-over", "copy_serves"),
    mitigation("restart", "pods.fail"),
    mitigation("nonsense", "1 +"),
  ],
});

function held(given: Parameters<typeof results>[0]) {
  const found = results(given);
  return heldBack(runbook, evaluateCauses(runbook, found, {}), found, {});
}

const down = { ...result("fail"), summary: "says that it is down" };

test("says which part of the requirement is not met, and what was seen of it", () => {
  const told = held({
    store: result("fail"),
    "store-copy": { ...down, observed: { ready: 1 } },
    pods: result("fail"),
  });
  expect(told).toEqual([
    {
      mitigation: "fail-over",
      cause: "store-down",
      reason: "not proposed, its requirement is not met: store_copy.pass is false (store-copy: says that it is down)",
    },
    {
      mitigation: "nonsense",
      cause: "store-down",
      reason: "not proposed, whether its requirement is met could not be told: 1 +",
    },
  ]);
});

test("what could not be told is not called unmet", () => {
  const [failOver] = held({
    store: result("fail"),
    "store-copy": { ...result("inconclusive", {}, "timeout"), summary: "no answer within 10 s" },
    pods: result("fail"),
  });
  expect(failOver?.reason).toBe(
    "not proposed, whether its requirement is met could not be told: store_copy.pass is unknown (store-copy: no answer within 10 s); store_copy.ready > 0 is unknown (store-copy: no answer within 10 s)",
  );
});

test("of a parameter nothing was seen, and of two checks what was seen of each", () => {
  const more = [mitigation("few", "params.limit > 5"), mitigation("both", "store_copy.ready > pods.ready")];
  const limit = { type: "integer", default: 3, required: true, description: null } as const;
  const own = { ...runbook, parameters: { limit }, mitigation: more };
  const found = results({
    store: result("fail"),
    "store-copy": { ...down, observed: { ready: 1 } },
    pods: { ...result("fail", { ready: 2 }), summary: "2 of 3" },
  });
  expect(
    heldBack(own, evaluateCauses(own, found, { limit: 3 }), found, { limit: 3 }).map(({ reason }) => reason),
  ).toEqual([
    "not proposed, its requirement is not met: params.limit > 5 is false",
    "not proposed, its requirement is not met: store_copy.ready > pods.ready is false (store-copy: says that it is down; pods: 2 of 3)",
  ]);
});

test("is silent where no cause holds", () => {
  expect(held({ store: result("pass"), "store-copy": down, pods: result("fail") })).toEqual([]);
});
