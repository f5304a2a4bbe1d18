import { plainSchema } from "../runbook/json-schema.ts";
import { environmentsSchema } from "./file-schema.ts";

/** bigops.yaml as JSON Schema (draft 2020-12), for editors. */
export function environmentsJsonSchema(): { readonly [key: string]: unknown } {
  return { ...plainSchema(environmentsSchema), title: "bigops.yaml" };
}
