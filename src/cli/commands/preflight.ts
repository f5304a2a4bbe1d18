import { aimFinding, shared } from "../../core/preflight/finding.ts";
import { preflightDocument } from "../../core/preflight/preflight-document.ts";
import { resolveParameters } from "../../core/runbook/resolve-parameters.ts";
import { SANDBOX } from "../config/load-environment.ts";
import { parseOutputs } from "../output/outputs.ts";
import { preflightRunbook } from "../preflight/preflight-runbook.ts";
import { type AskOnce, askOnce, type PreflightScene, type StepFinding } from "../preflight/preflight-scene.ts";
import { refuseOtherFormats, writePreflight } from "../preflight/write-preflight.ts";
import { type Connection, unlessEmpty } from "../run/connection.ts";
import { kubectlAim } from "../run/kubectl-aim.ts";
import { clusterUse } from "../run/needs-kubernetes.ts";
import { openEnvironment, type OpenEnvironment } from "../run/open-environment.ts";
import { placeOf } from "../run/place-of.ts";
import { configuredFolders, foldersForSandbox } from "../runbooks/configured-folders.ts";
import { findRunbook, listRunbookFiles } from "../runbooks/find-runbook.ts";
import { loadRunbook, type LoadedRunbook } from "../runbooks/load-runbook.ts";
import { timeoutOption } from "../run/timeout-option.ts";
import { UsageError } from "../usage-error.ts";

interface PreflightOptions {
  readonly env?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly kubeconfig?: string;
  readonly param: readonly string[];
  readonly timeout?: string;
  readonly output: readonly string[];
}

/** Looks, online and read-only, whether all that runbooks rely on is there; the exit code says so. */
export async function preflight(names: readonly string[], options: PreflightOptions): Promise<number> {
  const outputs = parseOutputs(options.output);
  refuseOtherFormats(outputs);
  const timeoutMs = timeoutOption(options.timeout);
  const loaded = await chosen(names, options.env === SANDBOX);
  const given = Object.fromEntries(options.param.map(asPair));
  refuseUnknown(Object.keys(given), loaded);
  const startedAtMs = Date.now();
  const runbooks = loaded.map(({ runbook }) => runbook);
  const uses = runbooks.map((runbook) => clusterUse(runbook, "run"));
  const use = (["needed", "for-leases"] as const).find((one) => uses.includes(one)) ?? "none";
  const opened = await openEnvironment(connectionOf(options), null, { runbooks, use, logsIn: true });
  try {
    const once = askOnce();
    const found: StepFinding[] = [];
    // One after another: all questions of all runbooks at once would be a storm, and time out on themselves.
    for (const one of loaded) found.push(...(await findingsOf(one, given, opened, timeoutMs, once)));
    const document = preflightDocument({
      environment: opened.environment.name,
      place: opened.place,
      startedAt: new Date(startedAtMs).toISOString(),
      durationMs: Date.now() - startedAtMs,
      runbooks: runbooks.map(({ name }) => name),
      findings: shared(found).map((finding) => aimFinding(finding, kubectlAim(opened, null))),
    });
    await writePreflight(document, outputs);
    return document.exitCode;
  } finally {
    await opened.close();
  }
}

async function chosen(names: readonly string[], inSandbox: boolean): Promise<readonly LoadedRunbook[]> {
  const cwd = process.cwd();
  const folders = await (inSandbox ? foldersForSandbox(cwd, process.env, names) : configuredFolders(cwd, process.env));
  const files =
    names.length === 0
      ? await listRunbookFiles(folders)
      : await Promise.all(names.map((name) => findRunbook(name, folders, cwd)));
  return Promise.all(files.map((file) => loadRunbook(file, cwd)));
}

function findingsOf(
  { runbook }: LoadedRunbook,
  given: Readonly<Record<string, string>>,
  opened: OpenEnvironment,
  timeoutMs: number,
  once: AskOnce,
): Promise<readonly StepFinding[]> {
  const { environment } = opened;
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => name in runbook.parameters));
  const resolved = resolveParameters(runbook, environment.parameters, own);
  if (!resolved.ok)
    return Promise.resolve(
      resolved.problems.map((problem) => ({
        usedBy: `${runbook.name}/parameters`,
        finding: {
          subject: `parameters of ${runbook.name}`,
          status: "missing",
          detail: problem,
          hint: `--param KEY=VALUE, or environments.${environment.name}.parameters in bigops.yaml`,
        },
      })),
    );
  const { parameters } = resolved;
  const scene: PreflightScene = { runbook, parameters, environment, opened, place: placeOf(opened), timeoutMs, once };
  return preflightRunbook(scene);
}

function connectionOf(options: PreflightOptions): Connection {
  return {
    environment: options.env ?? null,
    config: process.env["BIGOPS_CONFIG"] ?? null,
    context: unlessEmpty(options.context),
    namespace: unlessEmpty(options.namespace),
    kubeconfig: unlessEmpty(options.kubeconfig),
    cwd: process.cwd(),
    sandbox: options.env === SANDBOX ? { fault: "none", seed: 1, startedAtMs: Date.now() } : null,
  };
}

function asPair(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at <= 0) throw new UsageError(`--param ${text} is no key=value`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function refuseUnknown(names: readonly string[], loaded: readonly LoadedRunbook[]): void {
  const known = [...new Set(loaded.flatMap(({ runbook }) => Object.keys(runbook.parameters)))];
  for (const name of names)
    if (!known.includes(name))
      throw new UsageError(`none of these runbooks has a parameter ${name}`, `there are: ${known.join(", ")}`);
}
