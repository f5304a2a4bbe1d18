import { mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kubeconfigYaml } from "../../../src/sandbox/kubeconfig.ts";
import { closeServer, listenOnLoopback } from "../../../src/sandbox/listening.ts";
import { startSandbox } from "../../../src/sandbox/start.ts";
import type { Environment } from "../../../src/core/environment/environment.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { authority } from "../../clients/certificates.ts";
import { httpFront, type Front, type Upstream } from "../fault-matrix/http-front.ts";

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: { readonly "certificate-authority-data": string } }];
  readonly users: readonly [{ readonly name: string; readonly user: { readonly token: string } }];
}

/** A sandbox behind fronts that keep every request, and a symptom that the trial decides. */
export interface WatchedPlatform {
  readonly environment: Environment;
  readonly kubeconfig: string;
  readonly jar: Buffer;
  /** Every request that could change something, in the order of its server: "METHOD path body". */
  sent(): readonly string[];
  /** The symptom passes from now on. */
  recover(): void;
  close(): Promise<void>;
}

export async function watchedPlatform(fault: string, seed: number): Promise<WatchedPlatform> {
  const sandbox = await startSandbox({ fault, seed: 1 + (seed % 1_000), startedAtMs: Date.now(), now: Date.now });
  const issuer = authority("approval");
  const folder = await mkdtemp(join(tmpdir(), "bigops-approval-"));
  const jar = Buffer.from("not run by anybody here");
  await writeFile(join(folder, "zipline-streaming.jar"), jar);
  let well = false;
  const symptom = http.createServer((_, response) => void response.writeHead(well ? 200 : 503).end('{"status":"ok"}'));
  const kubeconfig = JSON.parse(sandbox.kubeconfigYaml) as Kubeconfig;
  const [{ cluster }] = kubeconfig.clusters;
  const [{ name, user }] = kubeconfig.users;
  const ca = Buffer.from(cluster["certificate-authority-data"], "base64").toString("utf8");
  const behind = (upstream: Upstream) =>
    httpFront({ upstream, ...(upstream.ca && { pair: issuer.issue("/CN=front") }) });
  const fronts: readonly [Front, Front, Front] = [
    await behind({ url: sandbox.kubernetesUrl, ca }),
    await behind({ url: sandbox.flinkUrl }),
    await behind({ url: sandbox.alertmanagerUrl }),
  ];
  const [api, flink, alertmanager] = fronts.map(({ port }) => port);
  const symptomPort = await listenOnLoopback(symptom);
  return {
    environment: {
      ...bareEnvironment("watched"),
      kubernetes: { kubeconfig: "/kubeconfig" },
      flink: { url: `http://127.0.0.1:${flink}`, jar: join(folder, "zipline-streaming.jar") },
      alertmanager: { url: `http://127.0.0.1:${alertmanager}` },
      endpoints: { symptom: { url: `http://127.0.0.1:${symptomPort}` } },
    },
    kubeconfig: kubeconfigYaml({
      url: `https://127.0.0.1:${api}`,
      certificate: issuer.cert,
      user: name,
      token: user.token,
      namespace: "ml",
    }),
    jar,
    sent: () => fronts.flatMap(({ asked }) => asked.filter(changesSomething)),
    recover: () => void (well = true),
    async close() {
      await Promise.all(fronts.map((front) => front.close()));
      await Promise.all([sandbox.close(), closeServer(symptom)]);
      issuer.dispose();
      await rm(folder, { recursive: true });
    },
  };
}

/** Neither a question, nor the server's dry run, nor the lease that others are told by. */
function changesSomething(request: string): boolean {
  const [method = "", path = ""] = request.split(" ");
  return method !== "GET" && !/[?&]dryRun=All|selfsubject|\/leases/.test(path);
}
