import { readdirSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { makeHome } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";

const home = makeHome();
afterAll(() => home.remove());

interface Drill {
  readonly scores: readonly { readonly fault: string; readonly wrong: readonly string[] }[];
  readonly unreached: { readonly causes: readonly string[]; readonly mitigations: readonly string[] };
}

const shipped = readdirSync(new URL("../../runbooks/", import.meta.url)).map((file) => file.replace(/\.yaml$/, ""));

it.each(shipped)(
  "%s finds the right cause and proposal for every fault and near miss, and every branch of it is reached",
  { timeout: 600_000 },
  async (runbook) => {
    const { stdout, exitCode } = await runBigops(home, ["drill", runbook, "--all", "--output", "json"], {
      timeoutMs: 590_000,
    });
    const { scores, unreached } = JSON.parse(stdout) as Drill;
    expect(scores.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
    // A fault and a near miss for each of at least three causes, and none.
    expect(scores.length).toBeGreaterThanOrEqual(7);
    expect(unreached).toEqual({ causes: [], mitigations: [] });
    expect(exitCode).toBe(0);
  },
);
