import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Action, SendOrder } from "../../src/actions/action.ts";
import { silence } from "../../src/actions/alertmanager-silence.ts";
import type { Doors } from "../../src/clients/doors.ts";
import type { JsonObject } from "../../src/core/json.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import { alertsObserved } from "../../src/probes/alerts/alerts-observed.ts";
import { check } from "./probes-world.ts";

/** An Alertmanager in which FeatureStoreDown fires, and nothing else. */
export interface AlertmanagerWorld {
  readonly doors: Doors;
  readonly now: () => number;
  /** When the alert began to fire, within this many milliseconds. */
  readonly startsAtMs: readonly [from: number, to: number];
  readonly close: () => Promise<void>;
}

const LABELS = { alertname: "FeatureStoreDown" };
const action: Action = silence;

/** What `alertmanager.alerts` and `alertmanager.silence` do in every world. */
export function alertmanagerContract(start: () => Promise<AlertmanagerWorld>): void {
  let world: AlertmanagerWorld;
  beforeAll(async () => {
    world = await start();
  });
  afterAll(() => world?.close());

  const look = (matchers: Readonly<Record<string, string>>, args: JsonObject = {}) =>
    check(world, "alertmanager.alerts", { matchers, ...args });
  const context = () => ({ doors: world.doors, nowMs: world.now(), signal: AbortSignal.timeout(20_000) });
  const planFor = (args: JsonObject = {}): Promise<Plan> => {
    const given = { matchers: LABELS, for: "1h", reason: 'known, "$(x)" ${mark}', ...args };
    return action.plan(action.args.parse(given), { ...context(), onsetAtMs: null });
  };
  async function orderOf(plan: Plan, mark: string): Promise<SendOrder> {
    const [write] = plan.writes;
    if (write === undefined) throw new Error("the plan has no write");
    const prepared = await action.prepare(plan, write, context());
    if (!prepared.ready) throw new Error(prepared.reason);
    return { plan, write, resourceVersion: prepared.resourceVersion, detail: prepared.detail, mark };
  }
  async function apply(plan: Plan, mark: string): Promise<JsonObject> {
    const receipt = await action.apply(await orderOf(plan, mark), context());
    if (receipt.outcome !== "applied") throw new Error(`${receipt.outcome}: ${receipt.message}`);
    return receipt.detail;
  }
  async function inverseOf(plan: Plan, receipts: readonly JsonObject[]): Promise<Plan> {
    if (action.inverse === null) throw new Error("a silence can be ended");
    return action.inverse(plan, receipts, context());
  }

  describe("an alert", () => {
    test("that fires fails, or is a symptom that says no more", async () => {
      const result = await look(LABELS);
      const observed = alertsObserved.parse(result.observed);
      expect(result.verdict).toBe("fail");
      expect(observed).toMatchObject({ firing: 1, active: 1, silenced: 0, inhibited: 0, missingMembers: null });
      const startsAtMs = Date.parse(observed.startsAt ?? "");
      expect(startsAtMs).toBeGreaterThanOrEqual(world.startsAtMs[0]);
      expect(startsAtMs).toBeLessThanOrEqual(world.startsAtMs[1]);
      expect((await look(LABELS, { whileFiring: "inconclusive" })).verdict).toBe("inconclusive");
    });

    test("that does not fire passes, by each of its labels", async () => {
      expect((await look({ alertname: "FeatureLatencyHigh" }, { whileFiring: "inconclusive" })).verdict).toBe("pass");
      expect((await look({ ...LABELS, severity: "critical" })).verdict).toBe("fail");
      expect((await look({ ...LABELS, severity: 'crit"ical' })).verdict).toBe("pass");
    });
  });

  describe("a silence", () => {
    test("of what does not fire is refused", async () => {
      const plan = planFor({ matchers: { alertname: "NoSuchAlert" } });
      await expect(plan).rejects.toMatchObject({
        name: "PlanRefusal",
        kind: "not-now",
        message: expect.stringContaining("fires"),
      });
    });

    test("is planned with its end and what it hides, made once, seen, and ended again", async () => {
      const plan = await planFor();
      expect(plan.summary).toBe("silence FeatureStoreDown for 1h");
      expect(plan.impact.lines[0]).toMatch(/^hides 1 alert that fires: FeatureStoreDown \(since .*Z\)$/);
      expect(plan.writes).toMatchObject([{ method: "POST", path: "/api/v2/silences" }]);
      // Another process may reach it by another way, a port-forward say: the approved change stays the same.
      const { displayUrl } = await world.doors.alertmanager();
      expect(JSON.stringify([plan.writes, plan.target, plan.before])).not.toContain(displayUrl);
      const shown = await action.plan(action.args.parse({ matchers: LABELS, for: "1h", reason: "x" }), {
        ...context(),
        onsetAtMs: null,
        shown: plan,
      });
      expect(shown.changes).toEqual(plan.changes);

      const order = await orderOf(plan, "run/p1/1");
      expect(await action.reconcile(order, context())).toMatchObject({ found: "not-applied" });
      const detail = await apply(plan, "run/p1/1");
      expect(detail).toEqual({ silenceId: expect.any(String) });
      expect(await action.reconcile(order, context())).toMatchObject({ found: "applied" });
      expect(await action.reconcile({ ...order, mark: "run/p2/1" }, context())).toMatchObject({
        found: "not-applied",
      });

      const alertmanager = await world.doors.alertmanager();
      const made = await alertmanager.silence(String(detail["silenceId"]), context().signal);
      expect(made).toMatchObject({
        state: "active",
        createdBy: "bigops",
        comment: 'known, "$(x)" ${mark} (bigops run/p1/1)',
      });
      expect(Math.abs(made.endsAtMs - made.startsAtMs - 3_600_000)).toBeLessThan(60_000);

      // A receipt without its answer, as after a lost one, leads to the same silence.
      for (const receipts of [[detail], [{ reconciled: true }]])
        expect(await action.progress(plan, receipts, context())).toMatchObject({ complete: true, failed: null });
      expect(await look(LABELS)).toMatchObject({ verdict: "fail", observed: { firing: 1, active: 0, silenced: 1 } });

      await expect(planFor()).rejects.toMatchObject({ message: expect.stringContaining("silenced already") });
      const [write] = plan.writes;
      if (write === undefined) throw new Error("the plan has no write");
      expect(await action.prepare(plan, write, context())).toMatchObject({
        ready: false,
        reason: expect.stringContaining("silences with the same matchers"),
      });

      const inverse = await inverseOf(plan, [{ reconciled: true }]);
      expect(inverse.writes).toMatchObject([
        { method: "DELETE", path: `/api/v2/silence/${String(detail["silenceId"])}` },
      ]);
      const end = await orderOf(inverse, "run/u1/1");
      expect(await action.reconcile(end, context())).toMatchObject({ found: "not-applied" });
      await apply(inverse, "run/u1/1");
      expect(await action.reconcile(end, context())).toMatchObject({ found: "applied" });
      expect(await action.progress(inverse, [{}], context())).toMatchObject({ complete: true });
      expect(await look(LABELS)).toMatchObject({ observed: { firing: 1, active: 1, silenced: 0 } });
      expect(await action.progress(plan, [detail], context())).toMatchObject({
        complete: false,
        failed: expect.stringContaining("was ended"),
      });
      await expect(inverseOf(plan, [detail])).rejects.toMatchObject({ message: expect.stringContaining("ended at") });
    });

    test("that Alertmanager refuses changed nothing", async () => {
      const plan = await planFor();
      const [write] = plan.writes;
      if (write === undefined) throw new Error("the plan has no write");
      const past = { startsAt: "2026-01-01T00:00:00Z", endsAt: "2026-01-01T01:00:00Z" };
      const bad = { ...write, body: { ...(write.body as JsonObject), ...past } };
      const receipt = await action.apply(
        { plan, write: bad, resourceVersion: null, detail: {}, mark: "run/p9/1" },
        context(),
      );
      expect(receipt).toMatchObject({ outcome: "rejected", message: expect.stringContaining("in the past") });
      expect(await look(LABELS)).toMatchObject({ observed: { silenced: 0 } });
    });
  });
}
