import { expect, it } from "vitest";
import type { PreflightDocument } from "../../../src/core/preflight/preflight-document.ts";
import { describeLab } from "../cluster-from-injected.ts";
import { mutatingVerbs } from "../cluster/audit-events.ts";
import { featureLookups, lookupErrorsTotal } from "../prometheus/feature-lookups.ts";
import { startPrometheus } from "../prometheus/start-prometheus.ts";
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
      expect(status("pager target secondary")).toBe("there");
      expect(status("pager target manager")).toBe("missing");
      expect(exitCode).toBe(1);
    }));
});
