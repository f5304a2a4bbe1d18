import { Agent, request } from "node:https";
import { type SandboxMutation, type SandboxOptions, startSandbox, type Sandbox } from "../../src/sandbox/start.ts";

interface Answered<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
  readonly text: string;
}

interface Asked {
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  /** Instead of the kubeconfig's; empty for none. */
  readonly token?: string;
}

/** A sandbox with a clock that the test turns, and a bare client for its API server. */
export interface TestSandbox extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly mutations: SandboxMutation[];
  readonly ca: Buffer;
  readonly token: string;
  pass(seconds: number): void;
  kubernetes<T = Record<string, unknown>>(method: string, path: string, asked?: Asked): Promise<Answered<T>>;
  /** The value of an instant query that gives one element. */
  query(text: string): Promise<number>;
}

export const STARTED_AT_MS = Date.parse("2026-11-22T03:09:30Z");
export const DEPLOYMENT = "/apis/apps/v1/namespaces/ml/deployments/feature-api";
export const ERROR_RATIO =
  "(sum(rate(feature_lookup_errors_total[2m])) or 0 * sum(rate(feature_lookups_total[2m]))) / sum(rate(feature_lookups_total[2m]))";

interface Kubeconfig {
  clusters: [{ cluster: { "certificate-authority-data": string } }];
  users: [{ user: { token: string } }];
}

export async function testSandbox(options: Partial<SandboxOptions> & { fault: string }): Promise<TestSandbox> {
  let nowMs = STARTED_AT_MS;
  const mutations: SandboxMutation[] = [];
  const sandbox = await startSandbox({
    seed: 1,
    startedAtMs: STARTED_AT_MS,
    now: () => nowMs,
    onMutation: (mutation) => mutations.push(mutation),
    ...options,
  });
  const config = JSON.parse(sandbox.kubeconfigYaml) as Kubeconfig;
  const ca = Buffer.from(config.clusters[0].cluster["certificate-authority-data"], "base64");
  const { token } = config.users[0].user;
  const agent = new Agent({ keepAlive: true, ca });
  return {
    sandbox,
    mutations,
    ca,
    token,
    pass: (seconds) => {
      nowMs += seconds * 1000;
    },
    kubernetes: (method, path, asked = {}) => {
      const text = asked.body === undefined ? "" : JSON.stringify(asked.body);
      const used = asked.token ?? token;
      const headers = {
        ...(used === "" ? {} : { Authorization: `Bearer ${used}` }),
        Accept: asked.accept ?? "application/json",
        ...(text === ""
          ? {}
          : { "Content-Type": asked.contentType ?? "application/json", "Content-Length": Buffer.byteLength(text) }),
      };
      return new Promise((resolve, reject) => {
        const sent = request(new URL(path, sandbox.kubernetesUrl), { method, headers, agent }, (response) => {
          let answer = "";
          response.setEncoding("utf8");
          response.on("data", (part: string) => (answer += part));
          response.on("end", () => {
            const isJson = (response.headers["content-type"] ?? "").includes("json");
            resolve({
              status: response.statusCode ?? 0,
              text: answer,
              body: (isJson ? JSON.parse(answer) : {}) as never,
            });
          });
        });
        sent.on("error", reject);
        sent.end(text);
      });
    },
    query: async (text) => {
      const response = await fetch(`${sandbox.prometheusUrl}/api/v1/query?query=${encodeURIComponent(text)}`);
      const { data } = (await response.json()) as { data: { result: { value: [number, string] }[] } };
      return Number(data.result[0]?.value[1] ?? Number.NaN);
    },
    [Symbol.asyncDispose]: async () => {
      agent.destroy();
      await sandbox.close();
    },
  };
}
