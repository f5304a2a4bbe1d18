import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { freePorts } from "../process/free-ports.ts";
import { labDirectory } from "../process/lab-directory.ts";
import { startServer } from "../process/server-process.ts";
import { startOnFreePorts } from "../process/start-on-free-ports.ts";
import { binaryPath } from "../provision/lab-folder.ts";
import { alertmanager } from "../provision/alertmanager.ts";

export type LabAlertmanager = {
  readonly url: string;
  readonly port: number;
  /** Posts an alert as Prometheus does; it ends at `endsAt`, and is resolved when that is past. */
  readonly post: (
    labels: Readonly<Record<string, string>>,
    startsAtMs: number,
    endsAtMs: number,
    annotations?: Readonly<Record<string, string>>,
  ) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** An alert named Upstream inhibits those of the same team, its own name excepted; nobody is notified. */
const config = {
  route: { receiver: "none", group_by: ["alertname"], group_wait: "1s" },
  receivers: [{ name: "none" }],
  inhibit_rules: [
    { source_matchers: ['alertname="Upstream"'], target_matchers: ['alertname!="Upstream"'], equal: ["team"] },
  ],
};

/** Starts an Alertmanager that runs alone. */
export function startAlertmanager(): Promise<LabAlertmanager> {
  return startOnFreePorts(async () => start((await freePorts(1))[0] ?? 0, ["--cluster.listen-address="]));
}

/** Starts two that know of each other. */
export function startAlertmanagerPair(): Promise<readonly [LabAlertmanager, LabAlertmanager]> {
  return startOnFreePorts(async () => {
    const [web = 0, otherWeb = 0, gossip = 0, otherGossip = 0] = await freePorts(4);
    const member = (own: number, other: number): readonly string[] => [
      `--cluster.listen-address=127.0.0.1:${own}`,
      `--cluster.peer=127.0.0.1:${other}`,
      // Settled after three equal looks.
      "--cluster.gossip-interval=50ms",
      "--cluster.settle-timeout=5s",
    ];
    const first = await start(web, member(gossip, otherGossip));
    try {
      return [first, await start(otherWeb, member(otherGossip, gossip))];
    } catch (error) {
      await first.close();
      throw error;
    }
  });
}

async function start(port: number, more: readonly string[]): Promise<LabAlertmanager> {
  const directory = await labDirectory("alertmanager");
  try {
    const folder = directory.path;
    await writeFile(join(folder, "alertmanager.yml"), stringify(config));
    const url = `http://127.0.0.1:${port}`;
    const server = await startServer({
      name: "alertmanager",
      command: binaryPath(alertmanager, "alertmanager"),
      folder,
      args: [
        "--config.file=alertmanager.yml",
        "--storage.path=data",
        `--web.listen-address=127.0.0.1:${port}`,
        ...more,
      ],
      // Ready itself waits until the cluster has settled, which takes long where the other is missing.
      ready: async () => (await fetch(`${url}/-/healthy`)).ok,
    });
    return {
      url,
      port,
      post: async (labels, startsAtMs, endsAtMs, annotations = { summary: "of the lab" }) => {
        const [startsAt, endsAt] = [startsAtMs, endsAtMs].map((ms) => new Date(ms).toISOString());
        const response = await fetch(`${url}/api/v2/alerts`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify([{ labels, annotations, startsAt, endsAt }]),
        });
        if (!response.ok) throw new Error(`posting an alert: ${response.status} ${await response.text()}`);
      },
      close: async () => {
        await server.close();
        await directory.close();
      },
    };
  } catch (error) {
    await directory.close();
    throw error;
  }
}
