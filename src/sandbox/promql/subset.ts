import { aggregators } from "./expression.ts";
import { promQLFunctions } from "./functions/function-table.ts";

/** The PromQL that the sandbox evaluates, for the documentation. Everything else is refused as unsupported. */
export const promQLSubset: readonly { part: string; supported: readonly string[] }[] = [
  { part: "literals", supported: ["numbers", "durations as seconds", "Inf", "NaN"] },
  { part: "selectors", supported: ["name{…}", "=", "!=", "=~", "!~", "[range]", "offset"] },
  { part: "arithmetic", supported: ["+", "-", "*", "/", "%", "^", "unary -"] },
  { part: "comparisons", supported: ["==", "!=", ">", "<", ">=", "<=", "bool"] },
  { part: "set operations", supported: ["and", "or", "unless"] },
  { part: "vector matching", supported: ["on", "ignoring", "group_left", "group_right"] },
  { part: "aggregations", supported: [...aggregators, "by", "without"] },
  { part: "functions", supported: [...promQLFunctions.keys()] },
];
