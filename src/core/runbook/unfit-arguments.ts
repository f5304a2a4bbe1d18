import type { Json } from "../json.ts";
import type { Catalog } from "./catalog.ts";
import { parameterDurationMs } from "./parameter-duration.ts";
import { renderArgs, wholePlace } from "./render-args.ts";
import type { Runbook } from "./runbook.ts";

/**
 * What a run's own parameter values make impossible, a line each: told before anything starts, as the file was checked with its defaults.
 * E.g. "scale-up: the arguments do not fit: replicas: …".
 */
export function unfitArguments(
  runbook: Runbook,
  parameters: Readonly<Record<string, Json>>,
  catalog: Catalog,
): readonly string[] {
  const uses = [
    ...runbook.investigation.map(({ id, args, probe }) => ({ id, args, schema: catalog.probes.get(probe)?.args })),
    ...runbook.mitigation.map(({ id, args, action }) => ({ id, args, schema: catalog.actions.get(action)?.args })),
  ];
  return [
    ...unfitTimes(runbook, parameters),
    ...uses.flatMap(({ id, args, schema }) => {
      if (schema === undefined) return [];
      try {
        renderArgs(args, parameters, schema);
        return [];
      } catch (error) {
        return [`${id}: ${error instanceof Error ? error.message : String(error)}`];
      }
    }),
  ];
}

function unfitTimes({ verification }: Runbook, parameters: Readonly<Record<string, Json>>): readonly string[] {
  const { interval, within = "0s" } = verification;
  try {
    parameterDurationMs(within, parameters);
    // Samples without time between them are one sample.
    if (parameterDurationMs(interval, parameters) > 0) return [];
  } catch (error) {
    return [`verification: ${error instanceof Error ? error.message : String(error)}`];
  }
  const parameter = wholePlace(interval);
  return [
    `verification: the interval between two samples must be longer than 0s${parameter === null ? "" : ` (parameter ${parameter})`}`,
  ];
}
