import { Environment } from "@marcbachmann/cel-js";
import { printCondition } from "../../../src/core/conditions/print-condition.ts";

/** A condition in which parentheses that change nothing make no difference. */
export function normalForm(text: string): string {
  return printCondition(new Environment().parse(text).ast, () => null, "text");
}
