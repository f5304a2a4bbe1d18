import { describe, expect, test } from "vitest";
import type { AlertmanagerClient } from "../../../src/clients/alertmanager-client.ts";
import { ClientError } from "../../../src/clients/client-error.ts";
import type { Doors } from "../../../src/clients/doors.ts";
import type { PrometheusClient } from "../../../src/clients/prometheus-client.ts";
import { gatherAlerts } from "../../../src/probes/alerts/alerts-facts.ts";
import { prometheusFiring } from "../../../src/probes/alerts/prometheus-firing.ts";

const LABELS = { namespace: 'se"arch', alertname: "Down" };
const SAMPLE = { labels: {}, value: 1, atMs: 0 };

/** The environment's Prometheus, which answers so; what it was asked is kept. */
function environment(answer: () => Promise<number>, warnings: readonly string[] = []) {
  const asked: { query: string; signal: AbortSignal }[] = [];
  const query: PrometheusClient["query"] = async (text, signal) => {
    asked.push({ query: text, signal });
    const firing = await answer();
    return { result: Array.from({ length: firing }, () => SAMPLE), warnings, infos: [] };
  };
  const doors = { prometheus: async () => ({ query }) as PrometheusClient } as Doors;
  return { doors, asked };
}

const patience = () => new AbortController();

describe("how many alerts Prometheus says fire", () => {
  test("is the number of its series of firing alerts with these labels", async () => {
    const { doors, asked } = environment(async () => 3);
    expect(await prometheusFiring(doors, LABELS, patience().signal)).toEqual({ firing: 3, failure: null });
    expect(asked.map(({ query }) => query)).toEqual([
      'ALERTS{alertname="Down",alertstate="firing",namespace="se\\"arch"}',
    ]);
  });

  test.each(["forbidden", "not-configured"] as const)("is not asked for where that is %s", async (code) => {
    const none = { prometheus: () => Promise.reject(new ClientError(code, "no", "")) } as unknown as Doors;
    expect(await prometheusFiring(none, LABELS, patience().signal)).toEqual({ firing: null, failure: null });
  });

  test.each(["unreachable", "server-error", "unauthorized"] as const)(
    "is not known where Prometheus is asked and the answer is %s",
    async (code) => {
      const dead = environment(() => Promise.reject(new ClientError(code, "GET http://prometheus: no", "")));
      const failure = "GET http://prometheus: no";
      expect(await prometheusFiring(dead.doors, LABELS, patience().signal)).toEqual({ firing: null, failure });
    },
  );

  test("is not known by an answer that Prometheus warns about and that has none", async () => {
    const partial = (firing: number) => environment(async () => firing, ["a remote storage\n did not answer"]).doors;
    expect(await prometheusFiring(partial(0), LABELS, patience().signal)).toEqual({
      firing: null,
      failure: "Prometheus warns about its answer: a remote storage did not answer",
    });
    expect(await prometheusFiring(partial(2), LABELS, patience().signal)).toEqual({ firing: 2, failure: null });
  });

  test("what is no answer of the world's is not swallowed", async () => {
    const broken = environment(() => Promise.reject(new TypeError("a defect")));
    await expect(prometheusFiring(broken.doors, LABELS, patience().signal)).rejects.toThrow("a defect");
  });

  test("is no longer asked for once the check is given up", async () => {
    const { doors, asked } = environment(async () => 0);
    const check = patience();
    await prometheusFiring(doors, LABELS, check.signal);
    expect(asked[0]?.signal.aborted).toBe(false);
    check.abort();
    expect(asked[0]?.signal.aborted).toBe(true);
  });
});

test("alerts, cluster and Prometheus are all asked, with the same labels", async () => {
  const asked: unknown[] = [];
  const alertmanager = {
    alerts: async (labels: unknown) => {
      asked.push(labels);
      return ["an alert"];
    },
    cluster: async () => "a cluster",
  } as unknown as AlertmanagerClient;
  const { doors } = environment(async () => 2);
  expect(await gatherAlerts(alertmanager, doors, LABELS, patience().signal)).toEqual({
    alerts: ["an alert"],
    cluster: "a cluster",
    prometheus: { firing: 2, failure: null },
  });
  expect(asked).toEqual([LABELS]);
});
