import { afterEach, expect, it } from "vitest";
import type { RunDocument } from "../../src/core/document/run-document.ts";
import { makeHome, type Home } from "./harness/home.ts";
import { runBigops } from "./harness/run-bigops.ts";
import { runIdIn } from "./harness/run-id-in.ts";
import { startStaging, type Staging, type StagingOptions } from "./harness/staging.ts";

let home: Home;
let staging: Staging;

async function begin(options: Partial<StagingOptions> = {}): Promise<void> {
  home = makeHome();
  staging = await startStaging(home, { fault: "job-not-running", streaming: true, ...options });
}

afterEach(async () => {
  await staging.close();
  home.remove();
});

async function made(): Promise<RunDocument> {
  const first = await runBigops(home, ["run", "streaming-lag"]);
  const digest = /--approve\s+([0-9a-f]+)/.exec(first.stdout)?.[1] ?? "";
  const end = await runBigops(home, ["resume", runIdIn(first.stdout), "--approve", digest, "--output", "json"]);
  return JSON.parse(end.stdout) as RunDocument;
}

it("a change of Flink has its lease in the cluster that the environment names, and its history there", async () => {
  await begin();
  const { proposals } = await made();
  expect(proposals.at(-1)).toMatchObject({ action: "flink.run", status: "verified", lease: { status: "released" } });
  expect(proposals.at(-1)?.lease?.namespace).toBe("ml");
  const last = JSON.stringify(staging.leases.at(-1));
  expect(last).toContain("bigops.dev/history");
  expect(last).toContain("flink.run");
});

it("where the cluster does not answer, the change is made all the same, and that is said once", async () => {
  await begin({ cluster: "gone" });
  const { proposals } = await made();
  expect(proposals.at(-1)).toMatchObject({ status: "verified", lease: { status: "unavailable" } });
  const told = proposals.at(-1)?.plan?.warnings.filter((line) => line.includes("without a lease"));
  expect(told).toEqual([expect.stringContaining("127.0.0.1:1")]);
});

it("where the environment names none, there is none, as there is nothing to say of it", async () => {
  await begin({ cluster: "none" });
  const { proposals } = await made();
  expect(proposals.at(-1)).toMatchObject({ status: "verified", lease: null });
  expect(staging.leases).toEqual([]);
});

it("a dry run asks that cluster nothing, and needs none", async () => {
  await begin({ cluster: "gone" });
  const { stdout, stderr, exitCode } = await runBigops(home, ["run", "streaming-lag", "--dry-run"]);
  expect(exitCode).toBe(1);
  expect(stdout + stderr).not.toMatch(/lease|127\.0\.0\.1:1\b/);
  expect(staging.leases).toEqual([]);
});

it("a kubeconfig that cannot be read keeps nobody from the run, and is said once", async () => {
  await begin();
  const { stderr, exitCode } = await runBigops(home, ["run", "streaming-lag", "--kubeconfig", "gone.yaml"]);
  expect(exitCode).toBe(4);
  expect(stderr.match(/nor can it be fenced/g)).toHaveLength(1);
});
