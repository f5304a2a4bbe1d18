import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kubeconfigYaml } from "../../../src/sandbox/kubeconfig.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/start.ts";
import { authority, type Pair } from "../../clients/certificates.ts";
import type { Upstream } from "./http-front.ts";
import type { DoorName, World } from "./subject.ts";

const STARTED_AT_MS = Date.parse("2026-11-22T03:09:30Z");

/** The sandboxes that stand behind the fronts, their clocks standing still; and what the fronts show themselves with. */
export interface Platform {
  /** The sandboxes' clock, milliseconds since the epoch. */
  now(): number;
  /** Sets all clocks forward. */
  pass(ms: number): void;
  sandbox(world: World): Promise<Sandbox>;
  /** A kubeconfig for a front of this sandbox at this URL. */
  kubeconfig(sandbox: Sandbox, url: string): string;
  /** Signed by `ca`, for this host. */
  readonly pair: Pair;
  readonly expired: Pair;
  readonly wrongHost: Pair;
  readonly ca: string;
  /** A file that is taken for a job's jar. */
  readonly jar: string;
  /** Empty but for the jar. */
  readonly folder: string;
  /** Closes it with all others. */
  keep(sandbox: Sandbox): void;
  close(): Promise<void>;
}

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: { readonly "certificate-authority-data": string } }];
  readonly users: readonly [{ readonly name: string; readonly user: { readonly token: string } }];
}

export async function startPlatform(): Promise<Platform> {
  let nowMs = STARTED_AT_MS;
  const folder = await mkdtemp(join(tmpdir(), "bigops-fault-matrix-"));
  const jar = join(folder, "zipline-streaming.jar");
  await writeFile(jar, "not run by anybody here");
  const issuer = authority("fault matrix");
  const worlds = new Map<World, Promise<Sandbox>>();
  const sandbox = (world: World): Promise<Sandbox> => {
    const started =
      worlds.get(world) ?? startSandbox({ fault: world, seed: 7, startedAtMs: STARTED_AT_MS, now: () => nowMs });
    worlds.set(world, started);
    return started;
  };
  const kept: Sandbox[] = [];
  return {
    now: () => nowMs,
    pass: (ms) => void (nowMs += ms),
    sandbox,
    kubeconfig(started, url) {
      const [{ name, user }] = kubeconfigOf(started).users;
      return kubeconfigYaml({ url, certificate: issuer.cert, user: name, token: user.token, namespace: "ml" });
    },
    pair: issuer.issue("/CN=front"),
    expired: issuer.issue("/CN=front", { days: -1 }),
    wrongHost: issuer.issue("/CN=front", { san: "DNS:elsewhere.example" }),
    ca: issuer.cert,
    jar,
    folder,
    keep: (started) => void kept.push(started),
    async close() {
      await Promise.all([...worlds.values(), ...kept].map(async (started) => (await started).close()));
      issuer.dispose();
      await rm(folder, { recursive: true });
    },
  };
}

/** What stands behind a front of this door. */
export function upstreamOf(sandbox: Sandbox, door: DoorName): Upstream {
  if (door === "prometheus") return { url: sandbox.prometheusUrl };
  if (door === "alertmanager") return { url: sandbox.alertmanagerUrl };
  if (door === "flink") return { url: sandbox.flinkUrl };
  if (door === "endpoint") return { url: sandbox.endpoints["kv-store"] };
  const [{ cluster }] = kubeconfigOf(sandbox).clusters;
  return {
    url: sandbox.kubernetesUrl,
    ca: Buffer.from(cluster["certificate-authority-data"], "base64").toString("utf8"),
  };
}

function kubeconfigOf({ kubeconfigYaml: text }: Sandbox): Kubeconfig {
  return JSON.parse(text) as Kubeconfig;
}
