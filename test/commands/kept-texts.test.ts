import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { colleagueOf } from "./harness/colleague.ts";
import { makeHome, type Home } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";
import { runIdIn } from "./harness/run-id-in.ts";
import { startStaging, type Staging } from "./harness/staging.ts";

/** As the sandbox's ConfigMap has it at first: a text that is no number, duration or switch. */
const OLD = "groups: [user_booking, listing_quality, search_context]\n";

/** There are no pods, so that a restart takes no time. */
const runbook = (fail: string) => `name: feature-set-drift
title: Groups are wrong
severity: P3
symptoms: [something]
investigation:
  - id: release
    title: the newest release
    kubernetes.rollout: { deployment: feature-api, fail: ${fail} }
causes:
  - { id: groups, title: the groups are wrong, when: release.fail, because: they are, explains: [release] }
mitigation:
  - id: set-groups
    for: groups
    kubernetes.config: { configMap: feature-api, key: feature-groups.yaml, value: "groups: []", deployment: feature-api }
    verify: [release]
verification: { passes: 1, interval: 1s, within: 2s }
`;

let home: Home;
let colleague: Home;
let staging: Staging;

beforeEach(async () => {
  home = makeHome();
  staging = await startStaging(home, { fault: "scaled-to-zero" });
  colleague = colleagueOf(home);
});
afterEach(async () => {
  await staging.close();
  home.remove();
  colleague.remove();
});

function approval(text: string): string {
  return /--approve\s+([0-9a-f]+)/.exec(text)?.[1] ?? "";
}

/** The bodies that the ConfigMap was written with. */
const written = (): string =>
  staging.writes
    .filter(({ path }) => path.includes("/configmaps/"))
    .map(({ body }) => body)
    .join("\n");

/** Approved, and gone on with for so long. */
async function changed(fail: string, timeoutMs: number): Promise<string> {
  writeFileSync(join(home.cwd, "feature-set-drift.yaml"), runbook(fail));
  const asked = await runBigops(home, ["run", "./feature-set-drift.yaml"]);
  expect(asked.stdout).toContain(`another text of ${OLD.length} bytes`);
  expect(asked.stdout).not.toContain("user_booking");
  const id = runIdIn(asked.stdout);
  await runBigops(home, ["resume", id, "--approve", approval(asked.stdout)], { timeoutMs });
  expect(written()).toContain("groups: []");
  return id;
}

it("what a key held before stays beside the run: no journal, report or export has it, and an undo sets it back", async () => {
  const id = await changed('"!restartOnly"', 120_000);
  const folder = join(home.stateDir, "runs", id);
  const kept = readdirSync(join(folder, "kept")).map((name) => readFileSync(join(folder, "kept", name), "utf8"));
  expect(kept).toContain(OLD);
  const reports = ["text", "json", "events", "junit"].map((output) => ["show", id, "--output", output]);
  for (const args of [...reports, ["runs", "export", id, "--output", join(home.path, "run.jsonl")]]) {
    const { stdout, exitCode } = await runBigops(home, args);
    expect([args, exitCode === 2, stdout.includes("user_booking")]).toEqual([args, false, false]);
  }
  for (const path of [join(folder, "journal.jsonl"), join(home.path, "run.jsonl")])
    expect(readFileSync(path, "utf8")).not.toContain("user_booking");

  const asked = await runBigops(home, ["undo", id]);
  await runBigops(home, ["undo", id, "--approve", approval(asked.stdout)], { timeoutMs: 120_000 });
  expect(written()).toContain(JSON.stringify(OLD).slice(1, -1));
}, 240_000);

it("whoever goes on with the run elsewhere does not have it, and is told", async () => {
  // Nothing proves it, and nobody waits until that is known.
  const id = await changed('"true"', 15_000);
  const file = join(home.path, "run.jsonl");
  await runBigops(home, ["runs", "export", id, "--output", file]);
  await runBigops(colleague, ["resume", file], { timeoutMs: 15_000 });
  const [taken] = JSON.parse((await runBigops(colleague, ["runs", "--output", "json"])).stdout) as [{ id: string }];
  const shown = (await runBigops(colleague, ["show", taken.id])).stdout.replaceAll(/\s+/g, " ");
  expect(shown).toContain(`undo not from here: what it replaced is kept beside run ${id}`);
  expect(shown).not.toContain("bigops undo");
  const refused = await runBigops(colleague, ["undo", taken.id], { timeoutMs: 15_000 });
  expect(`${refused.stdout} ${refused.stderr}`.replaceAll(/\s+/g, " ")).toContain(
    `is kept beside run ${id} on the machine where it was changed`,
  );
  expect(refused.exitCode).toBe(7);
  expect(written()).not.toContain("user_booking");
}, 240_000);
