import { describe, expect, test } from "vitest";
import type { LeaseFacts, LeaseHolder, PastChange } from "../../../src/core/plan/lease.ts";
import { holderInWords, rivalInWords } from "../../../src/core/run/rival.ts";
import { START_MS } from "./sample-events.ts";
import { offered } from "./story.ts";

const bob: LeaseHolder = {
  user: "bob",
  host: "desk",
  run: "sd-0002",
  runbook: "shop-down",
  sinceMs: START_MS,
  untilMs: START_MS + 60_000,
};
const past: PastChange = {
  run: "sd-0002",
  proposal: "rollback",
  mitigation: "rollback",
  user: "bob",
  host: "desk",
  action: "test.rollback",
  atMs: START_MS,
  ended: "verified",
};
const look = "; to see whether it helps: bigops run shop-down --dry-run";

test.each([
  [bob, ", since 2026-01-15T03:00:00.000Z, until 2026-01-15T03:01:00.000Z unless renewed"],
  [{ ...bob, sinceMs: null }, ", until 2026-01-15T03:01:00.000Z unless renewed"],
  [{ ...bob, sinceMs: null, untilMs: null }, ""],
])("a holder is named with its times as far as they are known", (holder, times) => {
  expect(holderInWords(holder)).toBe(`bob@desk in run sd-0002 (shop-down)${times}`);
});

function words(rivals: LeaseFacts | null): string {
  const { state } = offered();
  const proposal = state?.proposals[0];
  if (!state || !proposal) throw new Error("nothing is offered");
  return rivalInWords(state, { ...proposal, rivals });
}

describe("who else changes the target, behind a reason", () => {
  test.each<[string, LeaseFacts | null, string]>([
    ["nothing was asked", null, ""],
    ["nobody did", { holder: null, past: [] }, ""],
    ["somebody is at it", { holder: bob, past: [past] }, `; being changed by ${holderInWords(bob)}${look}`],
    ["this run is at it", { holder: { ...bob, run: "sd-0001" }, past: [] }, ""],
    ["this run changed it last", { holder: null, past: [{ ...past, run: "sd-0001" }] }, ""],
    [
      "others did, of whom the last is told",
      { holder: null, past: [{ ...past, user: "eve" }, past, { ...past, run: "sd-0001" }] },
      `; changed last by bob@desk: rollback in run sd-0002 at 2026-01-15T03:00:00.000Z, verified${look}`,
    ],
    [
      "an inverse has no mitigation, and what is under way has no end",
      { holder: null, past: [{ ...past, mitigation: null, ended: "under-way" }] },
      `; changed last by bob@desk: test.rollback in run sd-0002 at 2026-01-15T03:00:00.000Z${look}`,
    ],
    [
      "a mark tells of a run, where the lease may not be read",
      { holder: null, past: [{ ...past, user: "", host: "", mitigation: null, ended: "under-way" }] },
      `; changed last by run sd-0002 (rollback) at 2026-01-15T03:00:00.000Z, as the mark on it says; whose that is, leases would tell, which may not be read${look}`,
    ],
  ])("%s", (_, rivals, said) => {
    expect(words(rivals)).toBe(said);
  });
});
