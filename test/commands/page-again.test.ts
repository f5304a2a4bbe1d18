import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";
import type { RunDocument } from "../../src/core/document/run-document.ts";
import { makeHome, type Home } from "./harness/home.ts";
import { program } from "./harness/program.ts";
import { runBigops } from "./harness/run-bigops.ts";
import { startStaging, type Staging } from "./harness/staging.ts";

const shipped = fileURLToPath(new URL("../../runbooks/feature-store-down.yaml", import.meta.url));

let home: Home;
let staging: Staging;
let child: ChildProcess | null = null;

afterEach(async () => {
  child?.kill("SIGKILL");
  child = null;
  await staging.close();
  home.remove();
});

/** `bigops run --wait` of the shipped runbook, which pages after 2 s here; what it says, as it says it. */
function wait(): { readonly said: () => string; readonly ended: Promise<number | null> } {
  const text = readFileSync(shipped, "utf8").replace("after: 10m", "after: 2s").replace("after: 30m", "after: 5h");
  expect(text).toContain("after: 2s");
  writeFileSync(join(home.cwd, "feature-store-down.yaml"), text);
  const process_ = spawn(process.execPath, [program(), "run", "./feature-store-down.yaml", "--wait"], {
    cwd: home.cwd,
    env: home.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child = process_;
  let said = "";
  process_.stderr.on("data", (chunk) => (said += String(chunk)));
  process_.stdout.on("data", (chunk) => (said += String(chunk)));
  return { said: () => said, ended: new Promise((resolve) => process_.on("close", resolve)) };
}

async function until(is: () => boolean, said: () => string): Promise<void> {
  for (const end = Date.now() + 60_000; !is(); await new Promise((resolve) => setTimeout(resolve, 100)))
    if (Date.now() > end) throw new Error(`it did not come to it:\n${said()}`);
}

const actions = () => staging.pages.map(({ body }) => [body["event_action"], body["dedup_key"]]);

it("a pager that is in trouble gets the page again, as the same incident, until it takes it", async () => {
  home = makeHome();
  staging = await startStaging(home, { fault: "bad-rollout", pagerDuty: [503, 503] });
  const { said, ended } = wait();

  await until(() => /secondary not paged yet, again in 5 s: .*refused \(503\)/.test(said()), said);
  const [id] = /\bfsd-[0-9a-z]{4}\b/.exec(said()) ?? [String(staging.pages[0]?.body["dedup_key"]).split("/")[0]];
  const { stdout } = await runBigops(home, ["show", id ?? "", "--output", "json"]);
  const [first] = (JSON.parse(stdout) as RunDocument).escalation;
  expect(first).toMatchObject({ page: "secondary", status: "waiting", againAt: expect.stringMatching(/Z$/) });
  expect(first?.message).toMatch(/refused \(503\)/);

  await until(() => /paged secondary: trigger sent to secondary by PagerDuty/.test(said()), said);
  expect(said()).toMatch(/secondary not paged yet, again in 10 s: /);
  expect(actions()).toEqual(Array.from({ length: 3 }, () => ["trigger", `${id}/step-1`]));

  child?.kill("SIGINT");
  await ended;
  expect(said()).toMatch(/Escalation\s+secondary paged: trigger sent to secondary by PagerDuty/);
}, 120_000);

it("who leaves meanwhile is promised no further page, and who resumes goes on with it", async () => {
  home = makeHome();
  staging = await startStaging(home, { fault: "bad-rollout", pagerDuty: [503] });
  const { said, ended } = wait();
  await until(() => /secondary not paged yet, again in 5 s/.test(said()), said);
  const id = String(staging.pages[0]?.body["dedup_key"]).split("/")[0] ?? "";
  child?.kill("SIGINT");
  await ended;
  const { stdout } = await runBigops(home, ["show", id]);
  expect(stdout).toMatch(/Escalation\s+secondary not paged, unattended: /);
  expect(stdout).not.toMatch(/again in/);

  const resumed = spawn(process.execPath, [program(), "resume", id, "--wait"], {
    cwd: home.cwd,
    env: home.env,
    stdio: "ignore",
  });
  child = resumed;
  await until(() => staging.pages.length === 2, said);
  expect(actions()[1]).toEqual(["trigger", `${id}/step-1`]);
}, 120_000);
