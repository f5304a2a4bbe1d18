/** Where a value has another shape than was agreed, and what should stand there. */
export interface Misfit {
  /** Keys and indices from the value down. */
  readonly path: readonly string[];
  /** "a text", "a list" */
  readonly wanted: string;
}

/**
 * Looks at a value's shape and copies nothing: a list of five thousand pods is looked through in less time than it takes to parse, which no
 * schema library does. null: it fits.
 */
export type Shape = (value: unknown) => Misfit | null;

function simple(type: "string" | "number" | "boolean", wanted: string): Shape {
  const misfit: Misfit = { path: [], wanted };
  return (value) => (typeof value === type ? null : misfit);
}

export const text = simple("string", "a text");
export const number = simple("number", "a number");
export const flag = simple("boolean", "true or false");

/** Of either shape. */
export function either(first: Shape, second: Shape): Shape {
  return (value) => (first(value) === null ? null : second(value));
}

/** The API leaves out what it has not, or writes null. */
export function maybe(shape: Shape): Shape {
  return (value) => (value === undefined || value === null ? null : shape(value));
}

export function listOf(shape: Shape): Shape {
  return (value) => {
    if (!Array.isArray(value)) return { path: [], wanted: "a list" };
    for (let index = 0; index < value.length; index += 1) {
      const misfit = shape(value[index]);
      if (misfit !== null) return below(String(index), misfit);
    }
    return null;
  };
}

/** A mapping whose every value is of the shape. */
export function mappingOf(shape: Shape): Shape {
  return (value) => {
    if (!isMapping(value)) return NO_MAPPING;
    for (const key of Object.keys(value)) {
      const misfit = shape(value[key]);
      if (misfit !== null) return below(key, misfit);
    }
    return null;
  };
}

/** A mapping with these fields; others may be anything. */
export function fields(shapes: Readonly<Record<string, Shape>>): Shape {
  const entries = Object.entries(shapes);
  return (value) => {
    if (!isMapping(value)) return NO_MAPPING;
    for (const [key, shape] of entries) {
      const misfit = shape(value[key]);
      if (misfit !== null) return below(key, misfit);
    }
    return null;
  };
}

const NO_MAPPING: Misfit = { path: [], wanted: "a mapping" };

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function below(step: string, { path, wanted }: Misfit): Misfit {
  return { path: [step, ...path], wanted };
}
