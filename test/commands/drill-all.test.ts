import { afterAll, expect, it } from "vitest";
import { makeHome } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";

const home = makeHome();
afterAll(() => home.remove());

interface Drill {
  readonly scores: readonly { readonly fault: string; readonly wrong: readonly string[] }[];
  readonly unreached: { readonly causes: readonly string[]; readonly mitigations: readonly string[] };
}

it(
  "finds the right cause and proposal for every fault and near miss, and reaches every branch of the runbook",
  { timeout: 300_000 },
  async () => {
    const { stdout, exitCode } = await runBigops(home, ["drill", "--all", "--output", "json"], { timeoutMs: 290_000 });
    const { scores, unreached } = JSON.parse(stdout) as Drill;
    expect(scores.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
    expect(scores.length).toBeGreaterThanOrEqual(20);
    expect(unreached).toEqual({ causes: [], mitigations: [] });
    expect(exitCode).toBe(0);
  },
);
