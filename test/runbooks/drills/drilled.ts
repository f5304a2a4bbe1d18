import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { actions } from "../../../src/actions/index.ts";
import type { Action } from "../../../src/actions/action.ts";
import { openDoors } from "../../../src/clients/open-doors.ts";
import type { Doors } from "../../../src/clients/doors.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import type { CheckResult } from "../../../src/core/check/check-result.ts";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { markOf } from "../../../src/core/plan/mark.ts";
import { evaluateCauses, offeredMitigations, unexplainedSymptoms } from "../../../src/core/runbook/diagnosis.ts";
import { parseRunbook } from "../../../src/core/runbook/parse-runbook.ts";
import { renderArgs } from "../../../src/core/runbook/render-args.ts";
import { resolveParameters } from "../../../src/core/runbook/resolve-parameters.ts";
import type { Mitigation, Runbook } from "../../../src/core/runbook/runbook.ts";
import { SANDBOX_PARAMETERS } from "../../../src/cli/sandbox/sandbox-parameters.ts";
import { healthOf } from "../../../src/core/run/health.ts";
import { onsetAtMs } from "../../../src/core/run/diagnose.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";
import { probes } from "../../../src/probes/index.ts";
import { runProbe } from "../../../src/probes/run-probe.ts";
import { startSandbox } from "../../../src/sandbox/start.ts";

/** More of the sandbox's time than any change takes. */
const PATIENCE_SECONDS = 300;
/** Longer than every window of a shipped runbook in the sandbox, three of them in a row included. */
const SETTLED_SECONDS = 60;

export function shippedRunbook(name: string): Runbook {
  const file = new URL(`../../../runbooks/${name}.yaml`, import.meta.url);
  const parsed = parseRunbook(readFileSync(file, "utf8"), `${name}.yaml`, { probes, actions });
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  return parsed.runbook;
}

export type Clock = "stands" | "runs";

export interface Drilled {
  readonly health: string;
  readonly causes: readonly string[];
  readonly unexplained: readonly string[];
  readonly offered: readonly string[];
  /** Each check's verdict and summary, for the message of a test that fails. */
  readonly told: readonly string[];
  /** What is left after the first automatic mitigation was applied and has settled: failing or untold symptoms, checks to verify and guards; null where none was. */
  readonly left: readonly string[] | null;
}

/**
 * A runbook against a fault, in this process and in the sandbox's own time: diagnosed, its first automatic mitigation applied and looked at again. The clock
 * stands still but where something waits; with `runs` it goes on meanwhile, for checks that look twice.
 */
export async function drilled(runbook: Runbook, fault: string, seed: number, clock: Clock): Promise<Drilled> {
  const startedAtMs = Date.parse("2026-11-22T03:09:30.250Z");
  const began = performance.now();
  let passedMs = 0;
  const now = () => startedAtMs + passedMs + (clock === "runs" ? Math.round(performance.now() - began) : 0);
  const sandbox = await startSandbox({ fault, seed, startedAtMs, now });
  const doors = openDoors(
    {
      ...bareEnvironment("sandbox"),
      kubernetes: { kubeconfig: "/kubeconfig" },
      prometheus: { url: sandbox.prometheusUrl },
      alertmanager: { url: sandbox.alertmanagerUrl },
      // Nothing of the jar is ever run, so any file does.
      flink: { url: sandbox.flinkUrl, jar: fileURLToPath(import.meta.url) },
      kafka: { brokers: sandbox.kafkaBrokers },
      endpoints: Object.fromEntries(Object.entries(sandbox.endpoints).map(([name, url]) => [name, { url }])),
    },
    { env: {}, readFile: async () => sandbox.kubeconfigYaml },
  );
  try {
    const parameters = parametersOf(runbook);
    const world = { doors, now, parameters };
    const results = await look(runbook, world);
    const causes = evaluateCauses(runbook, results, parameters);
    const onset = onsetAtMs({ results, health: "problem", causes, unexplained: [], completedAtMs: now() });
    const health = healthOf(runbook, results, null);
    const offers = health === "problem" ? offeredMitigations(runbook, causes, results, parameters) : [];
    const planned: string[] = [];
    let chosen: Mitigation | null = null;
    const refused = new Set<string>();
    for (const { mitigation } of offers) {
      const standsFor = mitigation.insteadOf ?? null;
      if (standsFor !== null && !refused.has(standsFor)) continue;
      const plan = await planOf(mitigation, world, onset).catch((error: unknown) => error as Error);
      if (plan instanceof Error) refused.add(mitigation.id);
      else {
        planned.push(mitigation.id);
        if (plan.writes.length > 0) chosen ??= mitigation;
      }
    }
    const left =
      chosen === null
        ? null
        : await heal(runbook, chosen, onset, { ...world, pass: (seconds) => (passedMs += seconds * 1_000) });
    return {
      health,
      causes: causes.filter(({ truth }) => truth === true).map(({ id }) => id),
      unexplained: unexplainedSymptoms(runbook, causes, results, parameters),
      offered: planned,
      told: [...results].map(([id, { verdict, summary }]) => `${id} ${verdict}: ${summary}`),
      left,
    };
  } finally {
    await doors.close();
    await sandbox.close();
  }
}

interface World {
  readonly doors: Doors;
  readonly now: () => number;
  readonly parameters: Readonly<Record<string, Json>>;
}

function parametersOf(runbook: Runbook): Readonly<Record<string, Json>> {
  const resolved = resolveParameters(runbook, SANDBOX_PARAMETERS, {});
  if (!resolved.ok) throw new Error(resolved.problems.join("\n"));
  return resolved.parameters;
}

async function look(runbook: Runbook, { doors, now, parameters }: World): Promise<ReadonlyMap<string, CheckResult>> {
  const entries = await Promise.all(
    runbook.investigation.map(async ({ id, probe: type, args, expect }) => {
      const probe = probes.get(type);
      if (probe === undefined) throw new Error(`no probe ${type}`);
      const result = await runProbe(probe, renderArgs(args, parameters, probe.args), {
        doors,
        now,
        signal: new AbortController().signal,
        budgetMs: 20_000,
        retries: 0,
        expect,
        place: { namespace: "ml", prometheusUrl: null, endpointUrl: () => null },
      });
      return [id, result] as const;
    }),
  );
  return new Map(entries);
}

function actionOf({ action: type }: Mitigation): Action {
  const action = actions.get(type);
  if (action === undefined) throw new Error(`no action ${type}`);
  return action;
}

async function planOf(mitigation: Mitigation, world: World, onset: number | null): ReturnType<Action["plan"]> {
  const action = actionOf(mitigation);
  const args = renderArgs(mitigation.args, world.parameters, action.args);
  return action.plan(args, { ...contextOf(world), onsetAtMs: onset });
}

function contextOf({ doors, now }: World): Parameters<Action["prepare"]>[2] {
  return { doors, nowMs: now(), signal: AbortSignal.timeout(30_000) };
}

async function heal(
  runbook: Runbook,
  mitigation: Mitigation,
  onset: number | null,
  world: World & { pass(seconds: number): void },
): Promise<readonly string[]> {
  const action = actionOf(mitigation);
  const plan = await planOf(mitigation, world, onset);
  const receipts: JsonObject[] = [];
  for (const write of plan.writes) {
    let prepared = await action.prepare(plan, write, contextOf(world));
    // What has to wait for the write before, e.g. for a savepoint, is prepared again.
    for (let second = 0; !prepared.ready && prepared.waiting && second < PATIENCE_SECONDS; second += 1) {
      world.pass(1);
      prepared = await action.prepare(plan, write, contextOf(world));
    }
    if (!prepared.ready) return [prepared.reason];
    const { resourceVersion, detail } = prepared;
    const order = { plan, write, resourceVersion, detail, mark: markOf("drill", mitigation.id, write.id) };
    const receipt = await action.apply(order, contextOf(world));
    if (receipt.outcome !== "applied") return [`${write.object}: ${receipt.outcome}, ${receipt.message}`];
    receipts.push({ ...receipt.detail, resourceVersion: receipt.resourceVersion, atMs: receipt.atMs });
  }
  for (let second = 0; ; second += 1) {
    const { complete, failed, summary } = await action.progress(plan, receipts, contextOf(world));
    if (failed !== null || second === PATIENCE_SECONDS) return [failed ?? `not complete: ${summary}`];
    if (complete) break;
    world.pass(1);
  }
  world.pass(SETTLED_SECONDS);
  const results = await look(runbook, world);
  return runbook.investigation
    .filter(({ id, role }) => role === "symptom" || [...mitigation.verify, ...(mitigation.guard ?? [])].includes(id))
    .flatMap(({ id }) => {
      const result = results.get(id);
      return result?.verdict === "pass" ? [] : [`${id} ${result?.verdict}: ${result?.summary}`];
    });
}
