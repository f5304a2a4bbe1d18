import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { PreflightDocument } from "../../../src/core/preflight/preflight-document.ts";
import { startAlertmanager } from "../alertmanager/start-alertmanager.ts";
import { describeLab } from "../cluster-from-injected.ts";
import { mutatingVerbs } from "../cluster/audit-events.ts";
import { featureLookups, lookupErrorsTotal } from "../prometheus/feature-lookups.ts";
import { startPrometheus } from "../prometheus/start-prometheus.ts";
import { closedPort } from "../run/closed-port.ts";
import { onScene, type Scene } from "../run/scene.ts";

const command = ["preflight", "feature-store-down", "--output", "json"];
/** Nobody listens there: nobody is paged. */
const pagers = { secondary: "SECONDARY_WEBHOOK", manager: "MANAGER_WEBHOOK" };
const env = { SECONDARY_WEBHOOK: "http://127.0.0.1:9/a", MANAGER_WEBHOOK: "http://127.0.0.1:9/b" };

async function preflight(scene: Scene): Promise<PreflightDocument> {
  const { stdout, exitCode } = await scene.bigops(command);
  const document = JSON.parse(stdout) as PreflightDocument;
  expect(document).toMatchObject({ schema: "bigops.preflight/v1", runbooks: ["feature-store-down"] });
  expect(exitCode).toBe(document.exitCode);
  return document;
}

/** "patch deployments.apps/feature-api in ml" as kubectl auth can-i takes it. */
function canI(subject: string): readonly string[] | null {
  const words = /^(get|list|patch) ([^ /]+)(\/log)?(?:\/([^ ]+))? in ([^ ]+)$/.exec(subject);
  if (words === null) return null;
  const [, verb = "", resource = "", log, name, namespace = ""] = words;
  const object = name === undefined ? resource : `${resource}/${name}`;
  return ["auth", "can-i", verb, object, ...(log === undefined ? [] : ["--subresource=log"]), "-n", namespace];
}

describeLab("a preflight", { concurrent: true }, () => {
  it.each(["operator", "viewer"] as const)("of a %s says of each permission what kubectl says", async (user) => {
    const prometheus = await startPrometheus({ counters: featureLookups() });
    try {
      await onScene({ user, kv: "servers", prometheusUrl: prometheus.url, pagers, env }, async (scene) => {
        const { cluster, namespace } = scene.platform;
        const { findings, exitCode } = await preflight(scene);
        const kubeconfig = await cluster.kubeconfigFor(user, namespace);
        const permissions = findings.flatMap(({ subject, status }) => {
          const question = canI(subject);
          return question === null ? [] : [{ question, status }];
        });
        // Deployment, ReplicaSets, pods, logs, Service and EndpointSlices are read; the Service and the Deployment may be changed.
        expect(permissions).toHaveLength(8);
        for (const { question, status } of permissions) {
          const { stdout } = await cluster.kubectl(question, { kubeconfig, reject: false });
          expect([question.join(" "), status]).toEqual([
            question.join(" "),
            stdout.trim() === "yes" ? "there" : "forbidden",
          ]);
        }
        const changes = permissions.filter(({ question }) => question.includes("patch"));
        expect(new Set(changes.map(({ status }) => status))).toEqual(
          new Set([user === "operator" ? "there" : "forbidden"]),
        );
        // A counter without a first event cannot be told from one that was renamed.
        const untold = findings.filter(({ status }) => status === "unknown" || status === "missing");
        expect(untold.map(({ subject, status }) => [subject, status])).toEqual([
          ["series feature_lookup_errors_total", "unknown"],
        ]);
        expect(exitCode).toBe(user === "operator" ? 3 : 1);

        // Nothing was changed, and nothing asked that could.
        const asked = await cluster.auditEvents({ user, namespace });
        expect(asked.filter(({ verb }) => mutatingVerbs.includes(verb))).toEqual([]);
      });
    } finally {
      await prometheus.close();
    }
  });

  it("is content once the first error was counted", async ({ expect: here }) => {
    const prometheus = await startPrometheus({ counters: featureLookups() });
    try {
      prometheus.setRate(lookupErrorsTotal, 0.2);
      await onScene({ kv: "servers", prometheusUrl: prometheus.url, pagers, env }, async (scene) => {
        await here.poll(async () => (await preflight(scene)).exitCode, { timeout: 30_000, interval: 1_000 }).toBe(0);
      });
    } finally {
      await prometheus.close();
    }
  });

  it("finds what is missing: an object, a metric's label, an endpoint, Prometheus itself", () =>
    onScene({ kv: "servers", pagers, env: { SECONDARY_WEBHOOK: env.SECONDARY_WEBHOOK } }, async (scene) => {
      const { cluster, namespace } = scene.platform;
      await cluster.kubectl(["-n", namespace, "delete", "service", "kv-store"]);
      const { findings, exitCode } = await preflight(scene);
      const status = (subject: string) => findings.find((finding) => finding.subject.startsWith(subject))?.status;
      expect(status("check kv-endpoints")).toBe("missing");
      expect(status("mitigation failover-kv")).toBe("missing");
      expect(status("check error-rate")).toBe("missing");
      expect(status("check pods")).toBe("there");
      expect(findings.filter(({ subject }) => subject === "Alertmanager")).toEqual([]);
      expect(status("pager target secondary")).toBe("there");
      expect(status("pager target manager")).toBe("missing");
      expect(exitCode).toBe(1);
    }));

  it("tells a mitigation that could never be made from one that is not needed now", async () => {
    const alertmanager = await startAlertmanager();
    const nobody = await closedPort();
    try {
      await onScene({ kv: "servers", alertmanagerUrl: alertmanager.url }, async ({ platform, home, bigops }) => {
        const { cluster, namespace } = platform;
        const kubectl = (...args: readonly string[]) => cluster.kubectl(["-n", namespace, ...args]);
        await kubectl("create", "service", "clusterip", "unselected", "--clusterip=None", "--tcp=80:80");
        await kubectl("patch", "service", "unselected", "--type=merge", "-p", '{"spec":{"selector":null}}');
        await kubectl("create", "service", "clusterip", "unnamed", "--tcp=80:renamed");
        await kubectl("create", "configmap", "frozen", "--from-literal=CACHE_TTL=30s");
        await kubectl("patch", "configmap", "frozen", "--type=merge", "-p", '{"immutable":true}');
        // Of what was created, and not applied, nothing says how many pods it should have.
        await kubectl("create", "deployment", "created", "--image=registry.invalid/created:1");
        await writeFile(join(home.cwd, "mine.yaml"), changes);
        const found = async () => {
          const { stdout, exitCode } = await bigops(["preflight", "mine.yaml", "--output", "json"]);
          const { findings } = JSON.parse(stdout) as PreflightDocument;
          const steps = findings.filter(({ subject }) => /^(mitigation|Alertmanager)/.test(subject));
          const told = steps.map(({ subject, status }) => [subject.replace(/^mitigation | \(.*/g, ""), status]);
          return { exitCode, told: Object.fromEntries(told) as Readonly<Record<string, string>>, findings };
        };
        const { exitCode, told, findings } = await found();
        expect(told).toEqual({
          Alertmanager: "there",
          "could-be": "there",
          "is-so": "there",
          "as-many": "there",
          "no-key": "missing",
          "no-duration": "missing",
          "no-selector": "missing",
          "no-such-pods": "missing",
          "no-such-port": "missing",
          "no-such-revision": "missing",
          immutable: "missing",
          "how-many": "missing",
          "how-many-or-by-hand": "warning",
          "by-hand": "there",
        });
        expect(findings.find(({ subject }) => subject.startsWith("mitigation no-key"))).toMatchObject({
          detail: "configmap/feature-api has no key CACHE_TLL; there are: CACHE_TTL, LOG_LEVEL",
          usedBy: ["mine/no-key"],
        });
        expect(exitCode).toBe(1);

        const yaml = join(home.cwd, "bigops.yaml");
        await writeFile(yaml, (await readFile(yaml, "utf8")).replace(alertmanager.url, nobody));
        expect((await found()).told).toMatchObject({ Alertmanager: "unknown" });
      });
    } finally {
      await alertmanager.close();
    }
  });
});

const changes = `name: mine
title: Mine
severity: P2
alerts: [ShopDown]
investigation:
  - id: pods
    kubernetes.pods: { deployment: feature-api }
causes:
  - { id: crashing, title: it crashes, when: pods.crashing > 0, because: Its pods crash. }
mitigation:
${Object.entries({
  "could-be":
    "kubernetes.config: { configMap: feature-api, key: CACHE_TTL, value: 1m, as: duration, deployment: feature-api }",
  "is-so":
    "kubernetes.config: { configMap: feature-api, key: CACHE_TTL, value: 30s, as: duration, deployment: feature-api }",
  "as-many": "kubernetes.scale: { deployment: feature-api, factor: 1 }",
  "no-key": "kubernetes.config: { configMap: feature-api, key: CACHE_TLL, value: 1m, deployment: feature-api }",
  "no-duration":
    "kubernetes.config: { configMap: feature-api, key: LOG_LEVEL, factor: 2, as: duration, deployment: feature-api }",
  "no-selector": "kubernetes.service-selector: { service: unselected, set: { role: replica } }",
  "no-such-pods": "kubernetes.service-selector: { service: kv-store, set: { role: witness } }",
  "no-such-port": "kubernetes.service-selector: { service: unnamed, set: { app: kv-store } }",
  "no-such-revision": "kubernetes.rollout-undo: { deployment: feature-api, toRevision: 4000 }",
  immutable: "kubernetes.config: { configMap: frozen, key: CACHE_TTL, value: 1m, deployment: feature-api }",
  "how-many": "kubernetes.scale: { deployment: created }",
  "how-many-or-by-hand": "kubernetes.scale: { deployment: created }",
  "by-hand": "insteadOf: how-many-or-by-hand, manual: { summary: scale it, instructions: [scale it] }",
})
  .map(([id, step]) => `  - { id: ${id}, for: crashing, ${step}, verify: [pods] }`)
  .join("\n")}
`;
