import { afterAll, expect, it } from "vitest";
import type { RunDocument } from "../../src/core/document/run-document.ts";
import { makeHome } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";

const home = makeHome();
afterAll(() => home.remove());

function approveCommand(text: string): readonly string[] {
  const [, id, digest] = /bigops resume (\S+) --approve\s+([0-9a-f]+)/.exec(text) ?? [];
  if (id === undefined || digest === undefined) throw new Error(`no approval is offered in:\n${text}`);
  return ["resume", id, "--approve", digest];
}

it(
  "a change that heals the symptom and breaks a guard: its undo is proposed at once, and made once it is approved",
  { timeout: 300_000 },
  async () => {
    const fault = ["--env", "sandbox", "--fault", "rescale-slows-checkpoints", "-p", "interval=1s"];
    const proposed = await runBigops(home, ["run", "streaming-lag", ...fault]);
    expect(proposed.exitCode).toBe(4);
    expect(proposed.stdout).toMatch(/guard {7}checkpoints passes/);

    const applied = await runBigops(home, approveCommand(proposed.stdout), { timeoutMs: 200_000 });
    expect(applied.stderr).toMatch(/the change broke checkpoints \(slow: .*\); its undo is proposed/);
    expect(applied.stdout.replace(/\s+/g, " ")).toMatch(
      /guard checkpoints passed before \(.*?\), fails since \(slow: /,
    );
    expect(applied.stdout).toContain("Unverified: a change was made, and broke what it must not break.");
    expect(applied.exitCode).toBe(6);

    const command = [...approveCommand(applied.stdout), "--output", "json"];
    const undone = await runBigops(home, command, { timeoutMs: 200_000 });
    const document = JSON.parse(undone.stdout) as RunDocument;
    expect(document.proposals.map(({ id, status }) => [id, status])).toEqual(
      expect.arrayContaining([
        ["increase-parallelism", "undone"],
        ["undo-increase-parallelism", "verified"],
      ]),
    );
    expect(document.proposals.find(({ id }) => id === "increase-parallelism")?.guards).toMatchObject([
      { check: "checkpoints", status: "regressed", before: { verdict: "pass" }, after: { verdict: "fail" } },
    ]);
    // How far the backlog has grown again by then is the sandbox's; the change that broke the guard hangs over the run no more.
    expect(document.outcome).not.toBe("unverified");
    expect(undone.exitCode).toBe(document.exitCode);
  },
);
