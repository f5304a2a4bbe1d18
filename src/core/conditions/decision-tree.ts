import type { Context } from "@marcbachmann/cel-js";
import { compile } from "./compile.ts";
import { printCondition } from "./print-condition.ts";
import { namesIn, type Node } from "./syntax.ts";
import { truthOf, type Truth } from "./truth.ts";

/** A condition by its decisions: what is joined, and what is decided at the ends. */
export type Decision =
  | { readonly kind: "all" | "any"; readonly parts: readonly Decision[] }
  | { readonly kind: "not"; readonly part: Decision }
  | { readonly kind: "choice"; readonly by: Decision; readonly yes: Decision; readonly no: Decision }
  | { readonly kind: "end"; readonly text: string; readonly syntax: Node; readonly truth: Truth };

const MAX_DEPTH = 20;

/** What is printed without parentheses around. */
const UNWRAPPED: ReadonlySet<string> = new Set(["id", "value", ".", ".?", "[]", "[?]", "call", "rcall", "list", "map"]);

/** The decisions of a condition with names followed to their ends, each end evaluated. Throws where the condition cannot be read. */
export function decisionTree(text: string, names: ReadonlyMap<string, string>, context: Context, depth = 0): Decision {
  if (depth > MAX_DEPTH) throw new Error("its definitions go round in a circle");
  const build = (node: Node): Decision => {
    switch (node.op) {
      case "&&":
        return { kind: "all", parts: node.args.map(build) };
      case "||":
        return { kind: "any", parts: node.args.map(build) };
      case "!_":
        return { kind: "not", part: build(node.args) };
      case "?:":
        return { kind: "choice", by: build(node.args[0]), yes: build(node.args[1]), no: build(node.args[2]) };
      default:
        return endOrName(node);
    }
  };
  const endOrName = (node: Node): Decision => {
    const meaning = node.op === "id" ? names.get(node.args) : undefined;
    if (meaning !== undefined) return decisionTree(meaning, names, context, depth + 1);
    const own = printCondition(node, (name) => names.get(name) ?? null, "text");
    const text = UNWRAPPED.has(node.op) ? own : own.slice(1, -1);
    return { kind: "end", text, syntax: node, truth: truthOf(own, context) };
  };
  return build(compile(text).syntax);
}

/** The truth of the whole, with one end taken for something else. */
export function truthWith(decision: Decision, changed: Decision | null, value: Truth): Truth {
  if (decision === changed) return value;
  const of = (part: Decision): Truth => truthWith(part, changed, value);
  switch (decision.kind) {
    case "end":
      return decision.truth;
    case "not":
      return not(of(decision.part));
    case "all":
      return decision.parts.map(of).reduce(and, true);
    case "any":
      return not(decision.parts.map((part) => not(of(part))).reduce(and, true));
    case "choice": {
      const by = of(decision.by);
      return by === "unknown" ? by : of(by ? decision.yes : decision.no);
    }
  }
}

function not(value: Truth): Truth {
  return value === "unknown" ? value : !value;
}

function and(a: Truth, b: Truth): Truth {
  return a === false || b === false ? false : a === true && b === true ? true : "unknown";
}

/** The ends that make the whole what it is: of a false conjunction the false parts, of a true choice the true ones, and so on. */
export function decidingEnds(decision: Decision): readonly Extract<Decision, { kind: "end" }>[] {
  const truth = truthWith(decision, null, false);
  const deciding = (parts: readonly Decision[]): readonly Extract<Decision, { kind: "end" }>[] =>
    parts.filter((part) => truthWith(part, null, false) === truth).flatMap(decidingEnds);
  switch (decision.kind) {
    case "end":
      return [decision];
    case "not":
      return decidingEnds(decision.part);
    case "all":
    case "any":
      return deciding(decision.parts);
    case "choice": {
      const by = truthWith(decision.by, null, false);
      const chosen = by === "unknown" ? [] : decidingEnds(by ? decision.yes : decision.no);
      return [...decidingEnds(decision.by), ...chosen];
    }
  }
}

/** The fields that an end reads, e.g. `pods.ready`, as far as they stand there by name. */
export function fieldsIn(node: Node): readonly string[] {
  const found = new Set<string>();
  const visit = (part: Node): void => {
    const path = pathOf(part);
    if (path !== null) found.add(path);
    else if (Array.isArray(part.args)) part.args.flat(2).forEach((inner: unknown) => isNode(inner) && visit(inner));
    else if (isNode(part.args)) visit(part.args);
  };
  visit(node);
  const bound = new Set(namesIn(node).map(({ name }) => name));
  return [...found].filter((path) => bound.has(path.split(".")[0] ?? "") && path.includes("."));
}

function pathOf(node: Node): string | null {
  if (node.op === "id") return node.args;
  if (node.op !== ".") return null;
  const owner = pathOf(node.args[0]);
  return owner === null ? null : `${owner}.${node.args[1]}`;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}
