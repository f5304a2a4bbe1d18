import { compile } from "./compile.ts";
import { meaningsIn } from "./expand-names.ts";
import { printCondition } from "./print-condition.ts";
import { boundNames, partsOf, type Node } from "./syntax.ts";
import type { Truth } from "./truth.ts";

/** A comparison or a single field, where the decisions of a condition end; `text` has definitions filled in. */
export interface End {
  readonly kind: "end";
  readonly text: string;
  readonly syntax: Node;
}

/** A condition by its decisions: what is joined, and what is decided at the ends. */
export type Decision =
  | { readonly kind: "all" | "any"; readonly parts: readonly Decision[] }
  | { readonly kind: "not"; readonly part: Decision }
  | { readonly kind: "choice"; readonly by: Decision; readonly yes: Decision; readonly no: Decision }
  | End;

const MAX_DEPTH = 20;
const MAX_ENDS = 2_000;

/** What is printed without parentheses around. */
const UNWRAPPED: ReadonlySet<string> = new Set(["id", "value", ".", ".?", "[]", "[?]", "call", "rcall", "list", "map"]);

/** The decisions of a condition with names followed to their ends. Throws where the condition cannot be read, is circular or too large. */
export function decisionTree(text: string, names: ReadonlyMap<string, string>): Decision {
  let ends = 0;
  const read = (condition: string, depth: number): Decision => {
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
        default: {
          const meaning = node.op === "id" ? names.get(node.args) : undefined;
          if (meaning !== undefined) return read(meaning, depth + 1);
          ends += 1;
          if (ends > MAX_ENDS) throw new Error("with its definitions filled in it is too long");
          const meanings = meaningsIn(names, node, depth + 1);
          const own = printCondition(node, (name) => meanings.get(name) ?? null, "text");
          const shown = UNWRAPPED.has(node.op) ? own : own.slice(1, -1);
          return { kind: "end", text: shown, syntax: meanings.size === 0 ? node : compile(shown).syntax };
        }
      }
    };
    return build(compile(condition).syntax);
  };
  return read(text, 0);
}

/** The truth of the whole from the truth of its ends: Kleene's strong logic, as CEL's own. */
export function truthFrom(decision: Decision, ends: (end: End) => Truth): Truth {
  const of = (part: Decision): Truth => truthFrom(part, ends);
  switch (decision.kind) {
    case "end":
      return ends(decision);
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
export function decidingEnds(decision: Decision, ends: (end: End) => Truth): readonly End[] {
  const truth = truthFrom(decision, ends);
  switch (decision.kind) {
    case "end":
      return [decision];
    case "not":
      return decidingEnds(decision.part, ends);
    case "all":
    case "any":
      return decision.parts
        .filter((part) => truthFrom(part, ends) === truth)
        .flatMap((part) => decidingEnds(part, ends));
    case "choice": {
      const by = truthFrom(decision.by, ends);
      const chosen = by === "unknown" ? [] : decidingEnds(by ? decision.yes : decision.no, ends);
      return [...decidingEnds(decision.by, ends), ...chosen];
    }
  }
}

/** All ends, each once for every place where it stands. */
export function endsOf(decision: Decision): readonly End[] {
  switch (decision.kind) {
    case "end":
      return [decision];
    case "not":
      return endsOf(decision.part);
    case "choice":
      return [decision.by, decision.yes, decision.no].flatMap(endsOf);
    default:
      return decision.parts.flatMap(endsOf);
  }
}

/** The fields that an end reads, e.g. `pods.ready`, as far as they stand there by name: those of a list's entries, as in `x.all(y, …)`, have no value of their own. */
export function fieldsIn(node: Node): readonly string[] {
  const found = new Set<string>();
  const visit = (part: Node): void => {
    const path = pathOf(part);
    if (path !== null) found.add(path);
    else partsOf(part).forEach(visit);
  };
  visit(node);
  const entries = boundNames(node).map(({ name }) => `${name}.`);
  return [...found].filter((path) => path.includes(".") && !entries.some((entry) => path.startsWith(entry)));
}

function pathOf(node: Node): string | null {
  if (node.op === "id") return node.args;
  if (node.op !== ".") return null;
  const owner = pathOf(node.args[0]);
  return owner === null ? null : `${owner}.${node.args[1]}`;
}
