import { PromQLError } from "../error.ts";
import { type Expr, typeOf, type ValueType } from "../expression.ts";

const documentedType: Record<ValueType, string> = {
  scalar: "scalar",
  vector: "instant vector",
  range: "range vector",
};

/** Throws unless the expression has the type; `context` says where, as in `aggregation expression`. */
export function expectType(expr: Expr, wanted: ValueType, context: string): void {
  const found = typeOf(expr);
  if (found === wanted) return;
  throw new PromQLError(
    "parse",
    `expected type ${documentedType[wanted]} in ${context}, got ${documentedType[found]}`,
    expr.position,
  );
}

/** Throws unless the call has as many arguments as the function takes, each of its type. The last `optional` may be left out. */
export function checkArguments(
  name: string,
  args: readonly Expr[],
  wanted: readonly ValueType[],
  optional: number,
  position: number,
): void {
  const least = wanted.length - optional;
  const call = `argument(s) in call to "${name}", got ${args.length}`;
  if (optional === 0 && args.length !== wanted.length) {
    throw new PromQLError("parse", `expected ${wanted.length} ${call}`, position);
  }
  if (args.length < least) throw new PromQLError("parse", `expected at least ${least} ${call}`, position);
  if (args.length > wanted.length)
    throw new PromQLError("parse", `expected at most ${wanted.length} ${call}`, position);
  for (const [index, arg] of args.entries()) {
    const type = wanted[index];
    if (type !== undefined) expectType(arg, type, `call to function "${name}"`);
  }
}
