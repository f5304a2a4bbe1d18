import { parse } from "yaml";
import { actions } from "../../../src/actions/index.ts";
import { ClientError } from "../../../src/clients/client-error.ts";
import { openConnection } from "../../../src/clients/kubernetes/open-connection.ts";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";
import { parseEnvironments } from "../../../src/core/environment/parse-environments.ts";
import { documentOf } from "../../../src/core/document/document-of.ts";
import { parseRunbook } from "../../../src/core/runbook/parse-runbook.ts";
import { resolveParameters } from "../../../src/core/runbook/resolve-parameters.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";
import { withoutControls } from "../../../src/core/text/plain-text.ts";
import { probes } from "../../../src/probes/index.ts";
import type { Random } from "../random.ts";
import { NOW_MS, type Corpus } from "./corpus.ts";
import { mutateJson } from "./mutate-json.ts";
import { mutateText } from "./mutate-bytes.ts";
import { unfitReport, type Reporters } from "./reports.ts";
import { stateBefore } from "./run-of.ts";
import { unfitForTerminal } from "./shown.ts";
import { shortly, type Complaint, type Surface } from "./surface.ts";

/** Files that somebody else wrote. */
export function hostileFiles({ runbooks, worlds }: Corpus, reporters: Reporters): readonly Surface[] {
  return [
    surface(
      "runbooks",
      3,
      runbooks.map(({ text }) => text),
      (text, random) => {
        const parsed = parseRunbook(text, "runbook.yaml", { probes, actions });
        if (!parsed.ok) return unfitForTerminal(formatProblems(parsed.problems));
        const { runbook } = parsed;
        const resolved = resolveParameters(runbook, {}, {});
        if (!resolved.ok) return unfitForTerminal(withoutControls(resolved.problems.join("\n")));
        const { state } = stateBefore(runbook, resolved.parameters, "");
        const event = { atMs: NOW_MS, type: "started", run: state.run } as const;
        return unfitReport(documentOf(state), event, reporters, random);
      },
    ),
    surface("environments", 8, [ENVIRONMENTS], (text) => {
      const parsed = parseEnvironments(text, "bigops.yaml", "/home/ada/platform", "/home/ada");
      return parsed.ok ? null : unfitForTerminal(formatProblems(parsed.problems));
    }),
    surface("kubeconfigs", 8, [...worlds.map(({ kubeconfig }) => kubeconfig), KUBECONFIG], async (text) => {
      const sources = {
        env: {},
        secrets: secretRegistry(),
        readFile: (path: string) =>
          path === "/kubeconfig"
            ? Promise.resolve(text)
            : Promise.reject(Object.assign(new Error("none"), { code: "ENOENT" })),
      };
      const limits = { timeoutMs: 1_000, maxBytes: 1_000, userAgent: "bigops", now: () => NOW_MS };
      try {
        (await openConnection({ kubeconfig: "/kubeconfig" }, sources, limits)).close();
        return null;
      } catch (error) {
        if (!(error instanceof ClientError)) throw error;
        return unfitForTerminal(withoutControls(`${error.message}\n${error.hint}`).replaceAll("\t", " "));
      }
    }),
  ];
}

function surface(
  name: string,
  weight: number,
  texts: readonly string[],
  read: (text: string, random: Random) => Promise<string | null> | string | null,
): Surface {
  const values = texts.map((text): unknown => parse(text));
  return {
    name,
    weight,
    async attack(random) {
      const index = random.below(texts.length);
      const text = random.chance(0.5)
        ? mutateText(texts[index] ?? "", random)
        : random.chance(0.04)
          ? random.pick(ODD)
          : mutateJson(values[index], random);
      const about = (breach: string): Complaint => ({ input: `${name}: ${shortly(text)}`, breach });
      try {
        const breach = await read(text, random);
        return breach === null ? null : about(breach);
      } catch (error) {
        return about(`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    },
  };
}

/** Files that no damage of a real one leads to. */
const ODD: readonly string[] = [
  "",
  "\ufeff",
  "\u0000",
  "- ".repeat(30_000),
  "[".repeat(100_000),
  "{a: ".repeat(30_000),
  "a: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n",
  "a: &a { b: *a }\n",
  "<<: [1]\n",
  "!!js/function x\n",
  "? {a: 1}\n: b\n",
  "a: 1\na: 2\n",
  "--- a\n--- b\n",
  `a: "${"\\u0000".repeat(1_000)}"\n`,
  `${"a".repeat(300_000)}: 1\n`,
  "x: |\n".repeat(5_000),
  "'".repeat(50_001),
  "#".repeat(200_000),
  "a: !<tag:x> 1\n%YAML 9.9\n",
];

const ENVIRONMENTS = `default: staging
runbooks: [./runbooks]
environments:
  staging:
    kubernetes: { context: staging, namespace: ml, kubeconfig: ./kubeconfig }
    prometheus: { url: "https://prometheus.example:9090", bearerToken: { env: PROM_TOKEN }, ca: { file: ./ca.pem } }
    alertmanager: { service: alertmanager, port: 9093, via: proxy }
    kafka:
      brokers: ["kafka-1:9092", "kafka-2:9092"]
      ssl: { ca: { file: ./ca.pem } }
      sasl: { mechanism: scram-sha-512, username: bigops, password: { env: KAFKA } }
    flink: { url: "http://flink.example:8081", jar: ./job.jar }
    endpoints:
      kv-store: "http://kv-store.example:8080"
      kv-store-replica: { service: kv-store-replica, port: 8080, via: port-forward }
    pager:
      targets:
        secondary: { pagerduty: { routingKey: { env: PD_KEY } } }
        manager: { slack: { webhook: { env: SLACK_WEBHOOK } } }
    protected: true
    readOnly: false
    parameters: { deployment: feature-api, window: 2m, parallelism: 4 }
    commands: { allow: [kubectl] }
`;

const KUBECONFIG = `apiVersion: v1
kind: Config
current-context: staging
contexts:
  - { name: staging, context: { cluster: eks, user: ada, namespace: ml } }
clusters:
  - name: eks
    cluster: { server: "https://127.0.0.1:6443/prefix/", tls-server-name: api, proxy-url: "http://proxy:3128", certificate-authority: ca.pem }
users:
  - name: ada
    user:
      exec:
        apiVersion: client.authentication.k8s.io/v1
        command: ./get-token
        args: [--cluster, eks]
        env: [{ name: A, value: b }]
        interactiveMode: Never
  - { name: bob, user: { token: abc, as: carol, as-groups: [a], as-user-extra: { scopes: [x] } } }
`;
