import * as z from "zod";
import type { Catalog } from "./catalog.ts";
import { checkSchema, expectFields, fileSchema, mitigationSchema } from "./file-schema.ts";

/** The whole file with the arguments of every probe and action: which keys may stand where. Values are checked elsewhere. */
export function namesSchema(catalog: Catalog): z.ZodObject {
  const conditions = z.object(expectFields);
  const probes = [...catalog.probes].map(([type, { args }]) => [type, z.union([args, conditions])] as const);
  const actions = [...catalog.actions].map(([type, { args }]) => [type, args] as const);
  return fileSchema(catalog).extend({
    investigation: z.array(checkSchema(catalog).extend(Object.fromEntries(probes))),
    mitigation: z.array(mitigationSchema(catalog).extend(Object.fromEntries(actions))),
  });
}
