import { actions } from "../src/actions/index.ts";
import { environmentsJsonSchema } from "../src/core/environment/json-schema.ts";
import { runbookJsonSchema } from "../src/core/runbook/json-schema.ts";
import { probes } from "../src/probes/index.ts";

/** The published schemas as they should be in `schemas/`, by file name. */
export function schemaFiles(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries({
      "runbook.schema.json": runbookJsonSchema({ probes, actions }),
      "bigops.schema.json": environmentsJsonSchema(),
    }).map(([name, schema]) => [name, `${JSON.stringify(schema, null, 2)}\n`]),
  );
}
