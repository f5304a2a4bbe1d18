import { readFileSync } from "node:fs";
import { actions } from "../../../src/actions/index.ts";
import { parseRunbook } from "../../../src/core/runbook/parse-runbook.ts";
import { resolveParameters } from "../../../src/core/runbook/resolve-parameters.ts";
import type { Runbook } from "../../../src/core/runbook/runbook.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";
import { probes } from "../../../src/probes/index.ts";

/** Short enough that a change is proved while one watches. */
const WINDOWS = { window: "5s", interval: "1s" };

function read(name: string): Runbook {
  const file = new URL(`../../../runbooks/${name}.yaml`, import.meta.url);
  const parsed = parseRunbook(readFileSync(file, "utf8"), `${name}.yaml`, { probes, actions });
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  return parsed.runbook;
}

/** The runbook that the rivals run, as it is shipped. */
export const shippedRunbook: Runbook = read("feature-store-down");

function parameters() {
  const resolved = resolveParameters(shippedRunbook, { ...WINDOWS, replicas: 4 }, {});
  if (!resolved.ok) throw new Error(resolved.problems.join("\n"));
  return resolved.parameters;
}

export const shippedParameters = parameters();
