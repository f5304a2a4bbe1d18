import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileTrouble } from "../../clients/file-trouble.ts";
import { CONFIG_NAME } from "../config/find-config.ts";
import { UsageError } from "../usage-error.ts";

const TEMPLATE = `# Where your platform is. Secrets are named here, never written here.
default: staging
# runbooks: [./runbooks]              # besides the shipped ones
environments:
  staging:
    kubernetes: {}                    # as kubectl would; or { context: staging, namespace: ml, kubeconfig: ./kubeconfig }
    # prometheus: { url: "https://prometheus.example:9090", bearerToken: { env: PROM_TOKEN } }
    # endpoints:
    #   kv-store: "http://kv-store.example:8080"
    #   kv-store-replica: { service: kv-store-replica, port: 8080, via: port-forward }
    # pager:
    #   targets:
    #     secondary: { pagerduty: { routingKey: { env: PD_KEY } } }
    #     manager: { slack: { webhook: { env: SLACK_WEBHOOK } } }
    # protected: true                 # approving demands typing the environment's name
    # readOnly: true                  # never applies anything
    # parameters: { deployment: feature-api }
    # commands: { allow: [kubectl] }  # what a runbook's own command checks may start
`;

/** Writes a bigops.yaml to start from; never over one that is there. */
export async function init(): Promise<number> {
  const path = join(process.cwd(), CONFIG_NAME);
  try {
    await writeFile(path, TEMPLATE, { flag: "wx", mode: 0o644 });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      throw new UsageError(`${path} is there already; it was left as it is`);
    throw new UsageError(`cannot write ${path}: ${fileTrouble(error)}`, "go to a folder of your own first");
  }
  process.stdout.write(`wrote ${CONFIG_NAME}; next: bigops validate, then bigops run feature-store-down --dry-run\n`);
  return 0;
}
