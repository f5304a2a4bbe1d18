import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunDocument } from "../../src/core/document/run-document.ts";
import { startSandbox, type Sandbox, type SandboxMutation } from "../../src/sandbox/start.ts";
import { findKubectl } from "../sandbox/find-kubectl.ts";
import { makeHome, type Home } from "./harness/home.ts";
import { commandBeside, pasted } from "./harness/pasted.ts";
import { runBigops } from "./harness/run-bigops.ts";
import { runIdIn } from "./harness/run-id-in.ts";
import { startStaging, type Staging } from "./harness/staging.ts";
import { startBigops } from "./harness/waiting-bigops.ts";

const kubectl = findKubectl();

/** A kubeconfig with the contexts of two, of which the second is the current one. */
function merged(first: string, second: string, name: string): string {
  interface Named {
    name: string;
  }
  type Config = {
    "current-context": string;
    clusters: Named[];
    users: Named[];
    contexts: (Named & { context: object })[];
  };
  const [a, b] = [JSON.parse(first), JSON.parse(second)] as [Config, Config];
  const called = ({ clusters, users, contexts }: Config, to: string) => ({
    clusters: clusters.map((entry) => ({ ...entry, name: to })),
    users: users.map((entry) => ({ ...entry, name: to })),
    contexts: contexts.map(({ context }) => ({ name: to, context: { ...context, cluster: to, user: to } })),
  });
  const [one, two] = [called(a, name), called(b, "elsewhere")];
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "elsewhere",
    clusters: [...one.clusters, ...two.clusters],
    users: [...one.users, ...two.users],
    contexts: [...one.contexts, ...two.contexts],
  });
}

describe.skipIf(kubectl === undefined)(
  "a command that is shown, pasted where another cluster is the current one",
  () => {
    let home: Home;
    let staging: Staging;
    let elsewhere: Sandbox;
    let touched: SandboxMutation[];

    beforeEach(async () => {
      home = makeHome();
      touched = [];
      elsewhere = await startSandbox({
        fault: "bad-rollout",
        seed: 1,
        startedAtMs: Date.now(),
        now: Date.now,
        onMutation: (mutation) => touched.push(mutation),
      });
      staging = await startStaging(home, { fault: "bad-rollout" });
      mkdirSync(join(home.path, ".kube"));
      writeFileSync(join(home.path, ".kube", "config"), elsewhere.kubeconfigYaml, { mode: 0o600 });
    });
    afterEach(async () => {
      await Promise.all([staging.close(), elsewhere.close()]);
      home.remove();
    });

    const rolledBack = () => {
      expect(touched).toEqual([]);
      expect(staging.writes.map(({ method, path }) => `${method} ${path.split("?")[0]}`)).toEqual([
        "PATCH /apis/apps/v1/namespaces/ml/deployments/feature-api",
      ]);
    };

    it("makes the change in the run's, by a kubeconfig whose path has blanks", async () => {
      const folder = join(home.path, "my clusters");
      mkdirSync(folder);
      copyFileSync(join(home.cwd, "kubeconfig"), join(folder, "staging's"));
      const run = await runBigops(home, ["run", "feature-store-down", "--kubeconfig", join(folder, "staging's")]);
      const command = commandBeside("same as", run.stdout);
      expect(command.split("\n").length).toBeGreaterThan(1);
      expect(await pasted(home, kubectl ?? "", command)).toMatch(/^0 .*rolled back/s);
      rolledBack();
    });

    it("makes it in the run's context, where kubectl finds both by itself; show and JSON say the same", async () => {
      const own = readFileSync(join(home.cwd, "kubeconfig"), "utf8");
      writeFileSync(join(home.path, ".kube", "config"), merged(own, elsewhere.kubeconfigYaml, "it's staging"));
      const config = JSON.parse(readFileSync(join(home.cwd, "bigops.yaml"), "utf8")) as {
        environments: { staging: { kubernetes: object } };
      };
      config.environments.staging.kubernetes = { context: "it's staging" };
      writeFileSync(join(home.cwd, "bigops.yaml"), JSON.stringify(config));

      const { stdout } = await runBigops(home, ["run", "feature-store-down", "--output", "json"]);
      const document = JSON.parse(stdout) as RunDocument;
      const [rollback] = document.proposals;
      expect(rollback?.plan.equivalent).toBe(
        `kubectl --context 'it'\\''s staging' -n ml rollout undo deployment/feature-api --to-revision=13`,
      );
      for (const { equivalent } of document.checks.filter(({ probe }) => probe.startsWith("kubernetes.")))
        expect(equivalent).toMatch(/^kubectl --context 'it'\\''s staging' .*-n ml\b/);
      const shown = await runBigops(home, ["show", document.run.id]);
      expect(await pasted(home, kubectl ?? "", commandBeside("same as", shown.stdout))).toMatch(/^0 .*rolled back/s);
      rolledBack();
    });

    it("reaches the sandbox of a run for as long as that has one", async () => {
      const running = startBigops(home, [
        "run",
        "feature-store-down",
        "--env",
        "sandbox",
        "--fault",
        "bad-rollout",
        "--wait",
        "-p",
        "window=5s",
      ]);
      try {
        const screen = await running.until("stdout", /--approve/);
        const shown = await runBigops(home, ["show", runIdIn(screen)]);
        const command = commandBeside("same as", shown.stdout);
        expect(command).toContain("--context sandbox");
        expect(await pasted(home, kubectl ?? "", command)).toMatch(/^0 .*rolled back/s);
        expect([touched, staging.writes]).toEqual([[], []]);
      } finally {
        running.interrupt();
        await running.ended;
      }
    });
  },
);
