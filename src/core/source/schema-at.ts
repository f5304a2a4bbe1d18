import * as z from "zod";
import type { Path } from "./located.ts";

/** The zod schemas that may stand at a path below a schema, choices and optional wrappers opened. */
function schemasAt(schema: z.core.$ZodType, path: Path): readonly z.core.$ZodType[] {
  const [step, ...rest] = path;
  const open = opened(schema);
  if (step === undefined) return open;
  return open.flatMap((candidate) => {
    const next = below(candidate, step);
    return next === null ? [] : schemasAt(next, rest);
  });
}

/** The keys that an object may have at a path; empty where any may. */
export function keysAt(schema: z.core.$ZodType, path: Path): readonly string[] {
  return [
    ...new Set(
      schemasAt(schema, path).flatMap((at) => (at instanceof z.core.$ZodObject ? Object.keys(at._zod.def.shape) : [])),
    ),
  ];
}

function opened(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.core.$ZodUnion) return schema._zod.def.options.flatMap(opened);
  if (schema instanceof z.core.$ZodPipe) return opened(schema._zod.def.in);
  if (schema instanceof z.core.$ZodLazy) return opened(schema._zod.innerType);
  const inner = wrapped(schema);
  return inner === null ? [schema] : opened(inner);
}

function wrapped(schema: z.core.$ZodType): z.core.$ZodType | null {
  if (
    schema instanceof z.core.$ZodOptional ||
    schema instanceof z.core.$ZodNullable ||
    schema instanceof z.core.$ZodDefault ||
    schema instanceof z.core.$ZodPrefault ||
    schema instanceof z.core.$ZodReadonly ||
    schema instanceof z.core.$ZodNonOptional
  )
    return schema._zod.def.innerType;
  return null;
}

function below(schema: z.core.$ZodType, step: string | number): z.core.$ZodType | null {
  if (schema instanceof z.core.$ZodObject) {
    const { shape } = schema._zod.def;
    return Object.hasOwn(shape, step) ? (shape[step] ?? null) : null;
  }
  if (schema instanceof z.core.$ZodRecord) return schema._zod.def.valueType;
  if (schema instanceof z.core.$ZodArray) return schema._zod.def.element;
  return null;
}

/** What the schemas at a path say of themselves in `.meta()` under this key, wrappers included; null where none does. */
export function metaAt(schema: z.core.$ZodType, path: Path, key: string): unknown {
  const last = path.at(-1);
  const here =
    last === undefined
      ? [schema]
      : schemasAt(schema, path.slice(0, -1))
          .map((parent) => below(parent, last))
          .filter((found) => found !== null);
  return here.map((found) => metaOf(found, key)).find((value) => value !== undefined) ?? null;
}

function metaOf(schema: z.core.$ZodType, key: string): unknown {
  const own: unknown = z.globalRegistry.get(schema)?.[key];
  if (own !== undefined) return own;
  if (schema instanceof z.core.$ZodUnion)
    return schema._zod.def.options.map((option) => metaOf(option, key)).find((value) => value !== undefined);
  if (schema instanceof z.core.$ZodPipe) return metaOf(schema._zod.def.in, key);
  const inner = wrapped(schema);
  return inner === null ? undefined : metaOf(inner, key);
}
