import { existsSync } from "node:fs";
import type { Environment, PagerTarget, SecretReference } from "../../core/environment/environment.ts";
import type { EscalationStep } from "../../core/runbook/runbook.ts";
import { SANDBOX } from "../config/load-environment.ts";

export const SANDBOX_PAGES_NOBODY = "the sandbox pages nobody";

/** The targets of an escalation that this environment cannot page, each with the reason and what to do; nothing is sent to find out. */
export function unpageable(
  { name, pager }: Pick<Environment, "name" | "pager">,
  escalation: readonly EscalationStep[],
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const targets = [...new Set(escalation.map(({ page }) => page))];
  return Object.fromEntries(
    targets.flatMap((target) => {
      if (name === SANDBOX) return [[target, SANDBOX_PAGES_NOBODY]];
      const key = `environments.${name}.pager.targets.${target}`;
      const found = Object.hasOwn(pager.targets, target) ? pager.targets[target] : undefined;
      const problem =
        found === undefined ? `no target of that name: add ${key} to bigops.yaml` : secretProblem(found, env);
      return problem === null ? [] : [[target, problem]];
    }),
  );
}

function secretProblem(target: PagerTarget, env: Readonly<Record<string, string | undefined>>): string | null {
  const secret: SecretReference = "pagerduty" in target ? target.pagerduty.routingKey : target.slack.webhook;
  if ("file" in secret)
    return existsSync(secret.file) ? null : `there is no file ${secret.file}, which holds its secret`;
  return env[secret.env] === undefined
    ? `the environment variable ${secret.env}, which holds its secret, is not set`
    : null;
}
