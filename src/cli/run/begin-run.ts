import { alertOnly } from "../../core/alerts/alert-only.ts";
import { misspeltDefaults } from "../../core/runbook/misspelt-defaults.ts";
import { resolveParameters } from "../../core/runbook/resolve-parameters.ts";
import { unfitArguments } from "../../core/runbook/unfit-arguments.ts";
import type { RunIdentity, RunMode } from "../../core/run/run-identity.ts";
import { createRun } from "../../drivers/local/create-run.ts";
import type { HeldRun } from "../../drivers/local/held-run.ts";
import { realWorld } from "../../drivers/local/real-world/real-world.ts";
import { catalog } from "../runbooks/catalog.ts";
import type { LoadedRunbook } from "../runbooks/load-runbook.ts";
import { stateDir } from "../state/state-dir.ts";
import { warn } from "../output/warn.ts";
import { UsageError } from "../usage-error.ts";
import { timeoutOption } from "./timeout-option.ts";
import { version } from "../version.ts";
import { type Connection, connectionFile } from "./connection.ts";
import type { OpenEnvironment } from "./open-environment.ts";
import { operator } from "./operator.ts";
import { redaction } from "./redaction.ts";
import { newRunId } from "./run-id.ts";

/** What a new run takes from the command line. */
export interface BeginOptions {
  readonly check: readonly string[];
  readonly param: readonly string[];
  /** What an alert's labels fill in; what is given by hand goes before it. */
  readonly ofAlert?: Readonly<Record<string, string>>;
  readonly timeout?: string;
  readonly stateDir?: string;
}

/** Begins a run: its identity is fixed, its folder made, how it is reached noted there (null: it is not gone on with), its first event on disk. */
export async function beginRun(
  loaded: LoadedRunbook,
  options: BeginOptions,
  mode: RunMode,
  opened: OpenEnvironment,
  connection: Connection | null,
): Promise<HeldRun> {
  const folder = stateDir(options.stateDir, process.env, process.cwd());
  const { name: environment, parameters } = opened.environment;
  for (const { name, meant } of misspeltDefaults(loaded.runbook, parameters))
    warn(
      `environment ${environment} sets parameter ${name}, which ${loaded.runbook.name} does not have; did you mean ${meant}?`,
    );
  for (;;) {
    const identity = identityOf(loaded, options, mode, opened);
    const run = await createRun({
      world: realWorld,
      stateDir: folder,
      identity,
      redact: redaction(opened.secrets),
      beside: connection === null ? {} : connectionFile(connection),
    });
    if (run !== null) return run;
  }
}

function identityOf(
  { runbook, hash }: LoadedRunbook,
  options: BeginOptions,
  mode: RunMode,
  opened: OpenEnvironment,
): RunIdentity {
  const { environment, place, cluster } = opened;
  const { ofAlert = {} } = options;
  const given = pairsOf(runbook, options.param);
  const hearsay = alertOnly(runbook, ofAlert, given, environment.parameters);
  return {
    id: newRunId(runbook.name),
    runbook,
    runbookHash: hash,
    environment: {
      name: environment.name,
      protected: environment.protected,
      readOnly: environment.readOnly,
      place,
      cluster,
    },
    mode,
    parameters: parametersOf(runbook, environment.parameters, { ...ofAlert, ...given }),
    ...(hearsay.length === 0 ? {} : { alertOnly: hearsay }),
    only: options.check.length === 0 ? null : options.check,
    timeoutMs: timeoutOption(options.timeout),
    operator: operator(null),
    version,
  };
}

function pairsOf(runbook: LoadedRunbook["runbook"], given: readonly string[]): Readonly<Record<string, string>> {
  const pairs = given.map((text) => {
    const at = text.indexOf("=");
    if (at <= 0)
      throw new UsageError(
        `--param ${text} is no key=value`,
        `e.g. --param ${Object.keys(runbook.parameters)[0] ?? "name"}=…`,
      );
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  return Object.fromEntries(pairs);
}

function parametersOf(
  runbook: LoadedRunbook["runbook"],
  defaults: Parameters<typeof resolveParameters>[1],
  given: Readonly<Record<string, string>>,
): RunIdentity["parameters"] {
  const resolved = resolveParameters(runbook, defaults, given);
  if (!resolved.ok)
    throw new UsageError(
      resolved.problems.join("\n"),
      `there are: ${Object.keys(runbook.parameters).join(", ") || "none"}; bigops explain ${runbook.name} tells about them`,
    );
  const unfit = unfitArguments(runbook, resolved.parameters, catalog);
  if (unfit.length > 0)
    throw new UsageError(
      unfit.join("\n"),
      `the values are those of --param, of the alert's labels and of the environment; bigops explain ${runbook.name} tells what each is for`,
    );
  return resolved.parameters;
}
