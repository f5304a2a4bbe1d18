import { execa } from "execa";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { silence } from "../../../src/actions/alertmanager-silence.ts";
import type { Doors } from "../../../src/clients/doors.ts";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { alertsObserved } from "../../../src/probes/alerts/alerts-observed.ts";
import { alertmanagerContract } from "../../contract/alertmanager-contract.ts";
import { check } from "../../contract/probes-world.ts";
import { startAlertmanager, startAlertmanagerPair, type LabAlertmanager } from "../alertmanager/start-alertmanager.ts";
import { describeLab, labBinary } from "../cluster-from-injected.ts";
import { errorRatioQuery, featureLookups, lookupErrorsTotal } from "../prometheus/feature-lookups.ts";
import { startPrometheus } from "../prometheus/start-prometheus.ts";
import { waitUntil } from "../process/wait-until.ts";
import { startToxiproxy } from "../toxiproxy.ts";

const HOUR = 3_600_000;
const now = () => Date.now();

function doorsTo({ url }: LabAlertmanager): Doors {
  return openDoors({ ...bareEnvironment("lab"), alertmanager: { url } }, { env: {} });
}

describeLab("a real Alertmanager", () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  describe("with a posted alert", () => {
    alertmanagerContract(async () => {
      const alertmanager = await startAlertmanager();
      const startsAtMs = Date.now() - 120_000;
      await alertmanager.post({ alertname: "FeatureStoreDown", severity: "critical" }, startsAtMs, Date.now() + HOUR);
      const doors = doorsTo(alertmanager);
      const close = async () => {
        await doors.close();
        await alertmanager.close();
      };
      return { doors, now, startsAtMs: [startsAtMs, startsAtMs] as const, close };
    });
  });

  describe("with several alerts", () => {
    let alertmanager: LabAlertmanager;
    let doors: Doors;
    beforeAll(async () => {
      alertmanager = await startAlertmanager();
      doors = doorsTo(alertmanager);
      const post = (labels: Readonly<Record<string, string>>) =>
        alertmanager.post(labels, Date.now() - 60_000, Date.now() + HOUR);
      await post({ alertname: "FeatureLatencyHigh", team: "ml", namespace: 'a "quoted" \\ name' });
      await post({ alertname: "FeatureLatencyHigh", team: "ml", namespace: "search" });
      await post({ alertname: "FeatureLatencyHigh", team: "web", namespace: "search" });
      await post({ alertname: "Upstream", team: "web" });
    });
    afterAll(async () => {
      await doors?.close();
      await alertmanager?.close();
    });
    const look = (matchers: Readonly<Record<string, string>>, fields = {}) =>
      check({ doors, now }, "alertmanager.alerts", { matchers }, fields);

    test("they are found by their labels, whatever is in them, as amtool finds them", async () => {
      const place = {
        namespace: null,
        prometheusUrl: null,
        alertmanagerUrl: alertmanager.url,
        endpointUrl: () => null,
      };
      for (const matchers of [
        { alertname: "FeatureLatencyHigh" },
        { alertname: "FeatureLatencyHigh", namespace: 'a "quoted" \\ name' },
        { namespace: "search", team: "web" },
        { alertname: "CacheHitRateLow" },
      ]) {
        const { observed, equivalent } = await look(matchers, { place });
        const command = `${equivalent.replace("amtool", labBinary("amtool"))} --output=json`;
        const listed = JSON.parse((await execa("sh", ["-c", command])).stdout) as readonly object[];
        // Without --inhibited amtool leaves out what does not notify.
        expect(observed["active"]).toBe(listed.length);
      }
    });

    test("a look changes nothing", async () => {
      const state = async () =>
        Promise.all(
          ["alerts", "silences"].map(async (what) => (await fetch(`${alertmanager.url}/api/v2/${what}`)).text()),
        );
      const before = await state();
      await look({ alertname: "FeatureLatencyHigh" });
      expect(await state()).toEqual(before);
    });

    test("one that another inhibits fires all the same", async () => {
      const observed = alertsObserved.parse((await look({ team: "web", alertname: "FeatureLatencyHigh" })).observed);
      expect(observed).toMatchObject({ firing: 1, active: 0, inhibited: 1 });
      expect(observed.alerts[0]).toMatchObject({ name: "FeatureLatencyHigh", state: "suppressed" });
    });
  });

  test("an alert of a real rule fires, and is resolved when the cause is gone", async () => {
    const alertmanager = await startAlertmanager();
    closing.push(alertmanager.close);
    const rule = {
      alert: "FeatureStoreDown",
      expr: `${errorRatioQuery("10s")} > 0.1`,
      for: "2s",
      labels: { severity: "critical" },
    };
    const prometheus = await startPrometheus({
      counters: featureLookups(),
      historySeconds: 60,
      alerting: { rules: [rule], alertmanagerPort: alertmanager.port },
    });
    closing.push(prometheus.close);
    const doors = doorsTo(alertmanager);
    closing.push(() => doors.close());
    const look = () =>
      check({ doors, now }, "alertmanager.alerts", {
        matchers: { alertname: "FeatureStoreDown" },
        whileFiring: "inconclusive",
      });
    expect((await look()).verdict).toBe("pass");

    const brokenAtMs = Date.now();
    prometheus.setRate(lookupErrorsTotal, 40);
    const fires = async () => {
      const result = await look();
      return result.verdict === "inconclusive" && result;
    };
    const waiting = { everyMs: 500, timeoutMs: 60_000 };
    const firing = await waitUntil("the alert to fire", fires, waiting);
    const { startsAt } = alertsObserved.parse(firing.observed);
    expect(Date.parse(startsAt ?? "")).toBeGreaterThan(brokenAtMs);

    // Another Alertmanager, to which nothing is sent: as where Prometheus cannot reach its own.
    const deaf = await startAlertmanager();
    closing.push(deaf.close);
    const environment = {
      ...bareEnvironment("lab"),
      alertmanager: { url: deaf.url },
      prometheus: { url: prometheus.url },
    };
    const deafDoors = openDoors(environment, { env: {} });
    closing.push(() => deafDoors.close());
    const unheard = await check({ doors: deafDoors, now }, "alertmanager.alerts", { matchers: rule.labels });
    expect(unheard).toMatchObject({ verdict: "inconclusive", observed: { firing: 0, prometheusFiring: 1 } });

    prometheus.setRate(lookupErrorsTotal, 0);
    await waitUntil("the alert to be resolved", async () => (await look()).verdict === "pass", waiting);
  });

  test("a silence whose answer is lost is found again, and made once", async () => {
    const alertmanager = await startAlertmanager();
    closing.push(alertmanager.close);
    await alertmanager.post({ alertname: "X" }, Date.now() - 60_000, Date.now() + HOUR);
    const toxiproxy = await startToxiproxy();
    closing.push(toxiproxy.close);
    const proxy = await toxiproxy.proxy(alertmanager.port);
    const doors = doorsTo({ ...alertmanager, url: `http://127.0.0.1:${proxy.port}` });
    const direct = doorsTo(alertmanager);
    closing.push(
      () => doors.close(),
      () => direct.close(),
    );
    const context = (through: Doors) => ({ doors: through, nowMs: Date.now(), signal: AbortSignal.timeout(30_000) });
    const args = silence.args.parse({ matchers: { alertname: "X" }, for: "1h", reason: "known" });
    const plan = await silence.plan(args, { ...context(direct), onsetAtMs: null });
    const [write] = plan.writes;
    if (write === undefined) throw new Error("the plan has no write");
    const order = { plan, write, resourceVersion: null, detail: {}, mark: "run/p1/1" };

    // Answers are held back until Alertmanager has the silence; then the connection is cut.
    await proxy.add({ type: "latency", latency: 10_000 });
    const sent = silence.apply(order, context(doors));
    const stored = async () => (await (await direct.alertmanager()).silences(AbortSignal.timeout(5_000))).length > 0;
    await waitUntil("the silence to be stored", stored);
    await proxy.disable();
    expect(await sent).toMatchObject({ outcome: "lost" });
    expect(await silence.apply(order, context(doors))).toMatchObject({ outcome: "not-sent" });

    expect(await silence.reconcile(order, context(direct))).toMatchObject({ found: "applied" });
    expect(await silence.progress(plan, [{ reconciled: true }], context(direct))).toMatchObject({ complete: true });
    expect(await (await direct.alertmanager()).silences(AbortSignal.timeout(5_000))).toHaveLength(1);
  });

  test("a silence of a few seconds ends by itself, at the end that was planned, and is said to have", async () => {
    const alertmanager = await startAlertmanager();
    closing.push(alertmanager.close);
    await alertmanager.post({ alertname: "X" }, Date.now() - 60_000, Date.now() + HOUR);
    const doors = doorsTo(alertmanager);
    closing.push(() => doors.close());
    const context = () => ({ doors, nowMs: Date.now(), signal: AbortSignal.timeout(30_000) });
    // No runbook may say so little: nobody would have looked by then.
    const plan = await silence.plan(
      { matchers: { alertname: "X" }, for: 10_000, reason: "known" },
      { ...context(), onsetAtMs: null },
    );
    const [write] = plan.writes;
    if (write === undefined) throw new Error("the plan has no write");
    const prepared = await silence.prepare(plan, write, context());
    if (!prepared.ready) throw new Error(prepared.reason);
    const { resourceVersion, detail } = prepared;
    const receipt = await silence.apply({ plan, write, resourceVersion, detail, mark: "run/p1/1" }, context());
    if (receipt.outcome !== "applied") throw new Error(receipt.message);
    const told = async () => {
      const response = await fetch(`${alertmanager.url}/api/v2/silence/${String(receipt.detail["silenceId"])}`);
      return (await response.json()) as { readonly status: { readonly state: string }; readonly endsAt: string };
    };
    const firing = () => check({ doors, now }, "alertmanager.alerts", { matchers: { alertname: "X" } });
    const { endsAt } = write.body as { readonly endsAt: string };
    const endsAtMs = Date.parse(endsAt);
    const active = await told();
    expect([active.status.state, Date.parse(active.endsAt)]).toEqual(["active", endsAtMs]);
    expect(await silence.progress(plan, [receipt.detail], context())).toMatchObject({ complete: true });
    expect(await firing()).toMatchObject({ observed: { firing: 1, active: 0, silenced: 1 } });

    const expired = await waitUntil("the silence to end", async () => {
      const now = await told();
      return now.status.state === "expired" && now;
    });
    expect(Date.now()).toBeGreaterThanOrEqual(endsAtMs);
    expect(Date.parse(expired.endsAt)).toBe(endsAtMs);
    const heard = async () => (await firing()).observed["silenced"] === 0;
    await waitUntil("the alert to notify again", heard);
    expect(await firing()).toMatchObject({ verdict: "fail", observed: { firing: 1, active: 1 } });
    expect(await silence.progress(plan, [receipt.detail], context())).toMatchObject({
      complete: false,
      failed: expect.stringContaining("has come to its end at"),
    });
    const inverse = silence.inverse?.(plan, [receipt.detail], context());
    await expect(inverse).rejects.toMatchObject({ name: "PlanRefusal", message: expect.stringContaining("ended at") });
  });

  test("half a pair says so, and passes nothing", async () => {
    const [first, second] = await startAlertmanagerPair();
    closing.push(first.close);
    const doors = doorsTo(first);
    closing.push(() => doors.close());
    const look = async () => {
      const result = await check({ doors, now }, "alertmanager.alerts", { matchers: { alertname: "X" }, members: 2 });
      return { verdict: result.verdict, summary: result.summary };
    };
    const waiting = { everyMs: 500, timeoutMs: 60_000 };
    await waitUntil("the pair to be whole", async () => (await look()).verdict === "pass", waiting);
    await second.close();
    const half = async () => {
      const { verdict, summary } = await look();
      return verdict === "inconclusive" && summary.includes("it sees 1 of 2 members");
    };
    await waitUntil("the missing half to be said", half, waiting);
    // Without a word on how many there should be, it still knows of the one that it cannot reach.
    const alone = await check({ doors, now }, "alertmanager.alerts", { matchers: { alertname: "X" } });
    expect(alone).toMatchObject({ verdict: "inconclusive", observed: { members: 1, missingMembers: 1 } });
  });
});
