import { expect, it } from "vitest";
import { loseNextAnswer } from "../lose-answer.ts";
import { describeLab, sharedCluster } from "../cluster-from-injected.ts";
import { startHealthServer } from "../health-server.ts";
import { errorRatioQuery, featureLookups, lookupErrorsTotal, lookupsTotal } from "../prometheus/feature-lookups.ts";
import { startPrometheus } from "../prometheus/start-prometheus.ts";
import { startToxiproxy } from "../toxiproxy.ts";

describeLab("the lab's other servers", { concurrent: true }, () => {
  it("Prometheus joins recorded history and live samples to one series, and heals when told", async () => {
    const prometheus = await startPrometheus({
      counters: featureLookups({ errorRatio: 0.372, onsetSecondsAgo: 90 }),
    });
    try {
      // 90 s at 37.2 errors a second, over a window that holds them all but the edges.
      const now = await prometheus.query(errorRatioQuery("1m"));
      expect(now).toHaveLength(1);
      expect(now[0]?.value).toBeCloseTo(0.372, 2);
      const earlier = `sum(rate(${lookupsTotal}[2m] offset 10m))`;
      expect((await prometheus.query(earlier))[0]?.value).toBeCloseTo(100, 0);
      // One series each: history and present bear the same labels.
      const groups = await prometheus.query(lookupsTotal);
      expect(new Set(groups.map(({ labels }) => labels["feature_group"]))).toEqual(
        new Set(["listing_features", "user_booking_features"]),
      );
      expect(groups).toHaveLength(2);
      const beforeOnset = await prometheus.query(`${lookupErrorsTotal} offset 5m`);
      expect(beforeOnset).toEqual([]);
      prometheus.setRate(lookupErrorsTotal, 0);
      await prometheus.waitForValue(errorRatioQuery("5s"), (value) => value === 0);
      const told = await prometheus.promtool(["query", "instant", prometheus.url, "1+1"]);
      expect(told).toContain("2 @");
    } finally {
      await prometheus.close();
    }
  });

  it("Prometheus has no error series before the first error, and then one that begins", async () => {
    const prometheus = await startPrometheus({ counters: featureLookups(), historySeconds: 300 });
    try {
      expect(await prometheus.query(lookupErrorsTotal)).toEqual([]);
      expect((await prometheus.query(errorRatioQuery("1m")))[0]?.value).toBe(0);
      prometheus.setRate(lookupErrorsTotal, 50);
      await prometheus.waitForValue(errorRatioQuery("5s"), (value) => value > 0.4 && value < 0.6);
    } finally {
      await prometheus.close();
    }
  });

  it("toxiproxy delays, cuts and restores", async () => {
    const health = await startHealthServer();
    const toxiproxy = await startToxiproxy();
    try {
      const proxy = await toxiproxy.proxy(health.port);
      const url = `http://127.0.0.1:${proxy.port}/`;
      const remove = await proxy.add({ type: "latency", latency: 300 });
      const before = performance.now();
      expect((await fetch(url)).status).toBe(200);
      expect(performance.now() - before).toBeGreaterThan(290);
      await remove();
      await proxy.disable();
      await expect(fetch(url)).rejects.toThrow("fetch failed");
      await proxy.enable();
      expect((await fetch(url)).status).toBe(200);
    } finally {
      await toxiproxy.close();
      await health.close();
    }
  });

  it("an answer is lost while its change is made once", async () => {
    const cluster = sharedCluster();
    const namespace = await cluster.createNamespace("lost");
    const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "flags", namespace } };
    await cluster.apply([map]);
    const toxiproxy = await startToxiproxy();
    try {
      const proxy = await toxiproxy.proxy(cluster.serverPort);
      const server = `https://127.0.0.1:${proxy.port}`;
      const kubeconfig = await cluster.kubeconfigFor("operator", namespace, { server });
      const filter = { user: "operator", namespace, verbs: ["patch"] };
      const { served } = await loseNextAnswer(cluster, proxy, filter);
      const patch = ["patch", "configmap/flags", "-p", '{"data":{"a":"1"}}'];
      const sent = await cluster.kubectl(patch, { kubeconfig, reject: false });
      expect(sent.exitCode).not.toBe(0);
      expect((await served).status).toBe(200);
      expect(await cluster.auditEvents(filter)).toHaveLength(1);
      type Flags = { data: Record<string, string> };
      const after = await cluster.kubectlJson<Flags>(["get", "configmap/flags"], { kubeconfig });
      expect(after.data).toEqual({ a: "1" });
    } finally {
      await toxiproxy.close();
    }
  });

  it.for([
    ["ok", { kind: "ok" }, 200, /"ok"/],
    ["reports-down", { kind: "reports-down" }, 200, /"down"/],
    ["down", { kind: "down" }, 503, /"down"/],
    ["html", { kind: "html" }, 200, /<title>/],
    ["status", { kind: "status", status: 418, body: "teapot" }, 418, /teapot/],
  ] as const)("a health server answers as told: %s", async ([, behaviour, status, body]) => {
    const health = await startHealthServer(behaviour);
    try {
      const response = await fetch(`${health.url}/health`);
      expect(response.status).toBe(status);
      expect(await response.text()).toMatch(body);
    } finally {
      await health.close();
    }
  });
});
