import type { Runbook } from "../runbook/runbook.ts";
import { variableOf } from "../runbook/ids.ts";
import { compile } from "./compile.ts";
import { expandNames, type Named } from "./expand-names.ts";
import { namesIn } from "./syntax.ts";

/** The ids of the checks that a condition reads, through definitions and causes too, in the runbook's order. Throws where it does not parse. */
export function checksRead(runbook: Named & Pick<Runbook, "investigation">, condition: string): readonly string[] {
  const names = new Set(namesIn(compile(expandNames(runbook, condition)).syntax).map(({ name }) => name));
  return runbook.investigation.map(({ id }) => id).filter((id) => names.has(variableOf(id)));
}
