import type { CheckResult } from "../../core/check/check-result.ts";
import type { Finding } from "../../core/preflight/finding.ts";
import { renderArgs } from "../../core/runbook/render-args.ts";
import type { Check } from "../../core/runbook/runbook.ts";
import { probes } from "../../probes/index.ts";
import { runProbe } from "../../probes/run-probe.ts";
import { redacted } from "../run/redaction.ts";
import { failureFinding } from "./failure-finding.ts";
import { permissionFindings } from "./permission-findings.ts";
import type { PreflightScene } from "./preflight-scene.ts";
import { seriesFindings } from "./series-findings.ts";
import { thingFinding } from "./thing-finding.ts";
import { unitFinding } from "./unit-finding.ts";

/** Whether a check can be answered: it is asked once, and what its answer rests on is looked at. */
export async function checkFindings(check: Check, scene: PreflightScene): Promise<readonly Finding[]> {
  const subject = `check ${check.id} (${check.probe})`;
  const probe = probes.get(check.probe);
  if (probe === undefined) return [{ subject, status: "missing", detail: "this bigops has no such probe", hint: null }];
  let args: unknown;
  try {
    args = renderArgs(check.args, scene.parameters, probe.args);
  } catch (error) {
    return [unfit(subject, error)];
  }
  const { doors } = scene.opened;
  const [result, permissions, series] = await Promise.all([
    scene.once(`check ${JSON.stringify([check.probe, args, check.expect])}`, () =>
      runProbe(probe, args, {
        doors,
        now: () => Date.now(),
        signal: new AbortController().signal,
        budgetMs: check.timeoutMs ?? scene.timeoutMs,
        retries: check.retries,
        expect: check.expect,
        place: scene.place,
        redact: (facts) => redacted(facts, scene.opened.secrets),
      }),
    ),
    permissionFindings(probe.permissions?.(args) ?? [], scene),
    queryOf(args) === null || !check.probe.startsWith("prometheus.") ? [] : seriesFindings(queryOf(args) ?? "", scene),
  ]);
  const things = result.error === null ? (probe.things?.(args, result.observed) ?? []) : [];
  return [
    answered(subject, result, probe.quiet?.(result.observed) ?? false),
    ...things.map(thingFinding),
    ...permissions,
    ...series,
    ...unitFinding(check, args, result),
  ];
}

/** An argument that the parameters given here do not fit. */
export function unfit(subject: string, error: unknown): Finding {
  const detail = error instanceof Error ? error.message : String(error);
  return {
    subject,
    status: "missing",
    detail,
    hint: "give the parameter: --param KEY=VALUE, or parameters: of the environment",
  };
}

function answered(subject: string, result: CheckResult, quiet: boolean): Finding {
  if (result.error !== null) return failureFinding(subject, result.error);
  if (result.verdict !== "inconclusive" || quiet)
    return { subject, status: "there", detail: result.summary, hint: null };
  return {
    subject,
    status: "unknown",
    detail: result.summary,
    hint: result.flip === null ? `try ${result.equivalent}` : `it would be told by ${result.flip}`,
  };
}

function queryOf(args: unknown): string | null {
  return typeof args === "object" && args !== null && "query" in args && typeof args.query === "string"
    ? args.query
    : null;
}
