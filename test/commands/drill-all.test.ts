import { readdirSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { makeHome } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";

const home = makeHome();
afterAll(() => home.remove());

interface Drills {
  readonly scores: readonly { readonly runbook: string; readonly fault: string; readonly wrong: readonly string[] }[];
  readonly unreached: { readonly causes: readonly string[]; readonly mitigations: readonly string[] };
}

const shipped = readdirSync(new URL("../../runbooks/", import.meta.url)).map((file) => file.replace(/\.yaml$/, ""));

it(
  "every shipped runbook finds the right cause and proposal for every fault and near miss, and every branch is reached",
  { timeout: 1_200_000 },
  async () => {
    const { stdout, exitCode } = await runBigops(home, ["drill", "--all", "--output", "json"], {
      timeoutMs: 1_190_000,
    });
    const { scores, unreached } = JSON.parse(stdout) as Drills;
    expect(scores.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
    // A fault and a near miss for each of at least three causes, and none.
    for (const runbook of shipped)
      expect(scores.filter((score) => score.runbook === runbook).length, runbook).toBeGreaterThanOrEqual(7);
    expect(unreached).toEqual({ causes: [], mitigations: [] });
    expect(exitCode).toBe(0);
  },
);
