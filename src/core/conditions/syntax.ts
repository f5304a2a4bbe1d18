import type { ASTNode, SourceRange } from "@marcbachmann/cel-js";

/** A part of a condition that the library's parser understood. */
export type Node = ASTNode;

/** The parts directly below, in the order of the text. */
export function partsOf(node: Node): readonly Node[] {
  return nodesIn(node.args);
}

function nodesIn(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return isNode(value) ? [value] : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}

/** The node itself and everything below. */
function allParts(node: Node): readonly Node[] {
  return [node, ...partsOf(node).flatMap(allParts)];
}

export interface Name {
  readonly name: string;
  readonly range: SourceRange;
}

/** Every name that stands for a variable, `size(x)` and `x.all(y, …)` included; a macro's own variable is among them. */
export function namesIn(node: Node): readonly Name[] {
  return allParts(node).flatMap((part) =>
    part.op === "id" ? [{ name: part.args, range: { start: part.start, end: part.end } }] : [],
  );
}

/** Macros that bind the name in their first argument. */
const BINDING = new Set(["all", "exists", "exists_one", "map", "filter", "bind"]);

/** The names that macros bind. */
export function boundNames(node: Node): readonly Name[] {
  return allParts(node).flatMap((part) => {
    if (part.op !== "rcall" || !BINDING.has(part.args[0])) return [];
    const [variable] = part.args[2];
    return variable?.op === "id" ? [{ name: variable.args, range: { start: variable.start, end: variable.end } }] : [];
  });
}

/** The functions and methods that are called, with the range of the call. */
export function callsIn(node: Node): readonly Name[] {
  return allParts(node).flatMap((part) =>
    part.op === "call" || part.op === "rcall"
      ? [{ name: part.args[0], range: { start: part.start, end: part.end } }]
      : [],
  );
}
