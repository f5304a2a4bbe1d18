import { compile } from "../conditions/compile.ts";
import type { Json } from "../json.ts";
import type { Catalog } from "./catalog.ts";
import type { Runbook } from "./runbook.ts";
import { unfitArguments } from "./unfit-arguments.ts";

/** What a runbook that was read elsewhere asks for and this bigops cannot do, a line each. */
export function unknownHere(
  runbook: Runbook,
  parameters: Readonly<Record<string, Json>>,
  catalog: Catalog,
): readonly string[] {
  const { causes, define = {}, escalation, investigation, mitigation } = runbook;
  const conditions = [
    ...Object.values(define),
    ...investigation.flatMap(({ expect }) => [expect.pass, expect.fail, expect.warn]),
    ...causes.flatMap(({ when, explains = [] }) => [when, ...explains.map((one) => one.when)]),
    ...mitigation.map(({ requires }) => requires),
    ...escalation.map(({ when }) => when),
  ].filter((text) => text !== null);
  return [
    ...investigation.flatMap(({ id, probe }) =>
      catalog.probes.has(probe) ? [] : [`${id}: there is no probe ${probe}`],
    ),
    ...mitigation.flatMap(({ id, action }) =>
      catalog.actions.has(action) ? [] : [`${id}: there is no action ${action}`],
    ),
    ...conditions.flatMap((text) => problemOf(text)),
    ...unfitArguments(runbook, parameters, catalog),
  ];
}

function problemOf(condition: string): readonly string[] {
  try {
    compile(condition);
    return [];
  } catch (error) {
    return [`the condition ${condition}: ${error instanceof Error ? error.message : String(error)}`];
  }
}
