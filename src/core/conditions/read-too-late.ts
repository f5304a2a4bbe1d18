import type { ConditionProblem } from "./condition-problems.ts";
import { namesIn } from "./syntax.ts";
import type { TypedLanguage } from "./typed-language.ts";

/**
 * Where a condition reads what only its own verdict tells, such as since when it fails: it is unknown while the condition is evaluated, so the condition
 * would never hold. The condition must be sound otherwise.
 */
export function readTooLate(
  { environment, names }: TypedLanguage,
  text: string,
  late: readonly string[],
): readonly ConditionProblem[] {
  const known = names.filter((name) => !late.includes(name));
  return namesIn(environment.parse(text).ast)
    .filter(({ name }) => late.includes(name))
    .map(({ name, range }) => ({
      range,
      message: `${name} is not known while the verdict is made: pass and fail cannot read it`,
      suggestion: `read ${known.slice(0, -1).join(", ")}${known.length > 1 ? " or " : ""}${known.at(-1) ?? ""}`,
    }));
}
