import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSandbox, type Sandbox } from "../../src/sandbox/start.ts";
import { findKubectl } from "./find-kubectl.ts";

const kubectl = findKubectl();
if (kubectl === undefined) {
  process.stdout.write("skipped: kubectl on the sandbox, for there is no kubectl (npm run lab builds one)\n");
}

describe.skipIf(kubectl === undefined)("kubectl on the sandbox", () => {
  let folder = "";
  let sandbox: Sandbox;
  // The sandbox's clock runs twenty times as fast as the test's: a rollout takes less than a second.
  const beganMs = Date.now();
  const now = (): number => beganMs + (Date.now() - beganMs) * 20;

  const run = (args: string) =>
    execa(kubectl ?? "", ["--cache-dir", join(folder, "cache"), "--request-timeout=20s", ...args.split(" ")], {
      env: { KUBECONFIG: join(folder, "kubeconfig") },
      reject: false,
      timeout: 30_000,
    });
  const out = async (args: string): Promise<string> => {
    const { stdout, stderr, exitCode } = await run(args);
    expect(`${exitCode} ${stderr.replace(/^WARNING: version difference.*$/m, "")}`.trim()).toBe("0");
    return stdout;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bigops-kubectl-"));
    sandbox = await startSandbox({ fault: "bad-rollout", seed: 1, startedAtMs: beganMs, now });
    await writeFile(join(folder, "kubeconfig"), sandbox.kubeconfigYaml);
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true });
  });

  it("reads what there is", async () => {
    expect(await out("version")).toContain("Server Version: v1.35.3");
    const pods = (await out("get pods -l app=feature-api,!job-name")).split("\n");
    expect(pods[0]).toMatch(/^NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE$/);
    expect(pods.filter((line) => /\s0\/1\s+(CrashLoopBackOff|Error)\s+\d+ \(\S+ ago\)/.test(line))).toHaveLength(3);
    expect(pods.filter((line) => /\s1\/1\s+Running\s/.test(line))).toHaveLength(2);
    expect(await out("get deployment feature-api -o wide")).toMatch(
      /feature-api\s+2\/4\s+3\s+2\s.*registry.example\/feature-api:2.4.1/,
    );
    expect(await out("get deploy,rs,svc,endpointslices,jobs,events,nodes,pdb,cm -o name")).toContain(
      "poddisruptionbudget.policy/feature-api",
    );
    expect(await out("get pods --field-selector status.phase=Succeeded -o name")).toMatch(
      /^pod\/feature-backfill-\S+$/,
    );
    const list = JSON.parse(await out("get pods -o json")) as { items: { kind: string }[] };
    expect(list.items).toHaveLength(23);
    expect(await out("get deployment feature-api -o yaml")).toContain("kind: Deployment");
    expect(await out("api-resources")).toContain("leases");
    expect(await out("describe deployment feature-api")).toMatch(/Progressing\s+False\s+ProgressDeadlineExceeded/);
    expect(await out("get events --field-selector reason=BackOff")).toContain("Back-off restarting failed container");
  }, 60_000);

  it("asks what it may do", async () => {
    expect(await out("auth can-i patch deployments")).toBe("yes");
    expect(await out("auth whoami")).toContain("sandbox-operator");
    expect(await out("auth can-i --list")).toContain("leases.coordination.k8s.io");
  });

  it("reads logs", async () => {
    const lines = (await out("logs -l app=feature-api,!job-name --tail=3 --since=10m")).split("\n");
    expect(lines.length).toBeGreaterThanOrEqual(9);
    expect(lines.every((line) => line.startsWith('{"timestamp":'))).toBe(true);
    const crashed = /feature-api-\S+(?=\s+0\/1)/.exec(await out("get pods"))?.[0] ?? "";
    expect(await out(`logs ${crashed} --previous --tail=1`)).toContain("KeyError: 'user_");
  });

  it("sees the stuck rollout, takes it back and waits for it", async () => {
    expect(await out("rollout history deployment/feature-api")).toMatch(/14\s+feature-api 2\.4\.1\s*$/);
    const stuck = await run("rollout status deployment/feature-api");
    expect(stuck.exitCode).toBe(1);
    expect(stuck.stderr).toContain("exceeded its progress deadline");
    expect(await out("rollout undo deployment/feature-api --dry-run=server")).toContain("rolled back (server dry run)");
    expect(await out("get deployment feature-api -o wide")).toContain("feature-api:2.4.1");
    expect(await out("rollout undo deployment/feature-api")).toContain("rolled back");
    expect(await out("rollout status deployment/feature-api --timeout=20s")).toContain("successfully rolled out");
    expect(await out("rollout history deployment/feature-api")).toMatch(/15\s+feature-api 2\.4\.0\s*$/);
    expect(await out("rollout history deployment/feature-api --revision=15")).toContain(
      "registry.example/feature-api:2.4.0",
    );
  }, 60_000);

  it("restarts, scales and patches", async () => {
    expect(await out("rollout restart deployment/feature-api")).toContain("restarted");
    expect(await out("rollout status deployment/feature-api --timeout=20s")).toContain("successfully rolled out");
    expect(await out("scale deployment/feature-api --replicas=5")).toContain("scaled");
    expect(await out("rollout status deployment/feature-api --timeout=20s")).toContain("successfully rolled out");
    await out('patch service kv-store -p {"spec":{"selector":{"role":"replica"}}}');
    expect(await out("get service kv-store -o jsonpath={.spec.selector.role}")).toBe("replica");
    expect(await out("set image deployment/feature-api feature-api=registry.example/feature-api:2.4.2")).toContain(
      "image updated",
    );
    expect(await out("rollout pause deployment/feature-api")).toContain("paused");
    const refused = await run("rollout undo deployment/feature-api");
    expect(refused.stderr).toContain("paused");
    expect(await out("rollout resume deployment/feature-api")).toContain("resumed");
  }, 60_000);

  it("is told what the sandbox does not do", async () => {
    const { exitCode, stderr } = await run("exec deployment/feature-api -- ls");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("the sandbox does not implement");
  });
});
