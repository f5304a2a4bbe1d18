import type { Context } from "@marcbachmann/cel-js";
import { compile } from "./compile.ts";

/** Three-valued: what rests on something undecided is unknown, and unknown is not true. */
export type Truth = true | false | "unknown";

/** A condition's truth; every evaluation error is CEL's way to say that something needed is missing, so it is unknown. Never throws. */
export function truthOf(text: string, context: Context): Truth {
  const value = valueOf(text, context);
  return typeof value === "boolean" ? value : "unknown";
}

/** An expression's value; undefined where it cannot be told. Never throws. */
export function valueOf(text: string, context: Context): unknown {
  try {
    return compile(text).run(context);
  } catch {
    return undefined;
  }
}
