import type { Node } from "./syntax.ts";

/**
 * A condition as text again, every operation in its own parentheses. `nameAs` may put another expression in the place of a name.
 * For the `evaluator` divisions become calls of `quotient`, which knows no quotient by zero.
 */
export function printCondition(
  node: Node,
  nameAs: (name: string) => string | null,
  reader: "text" | "evaluator",
): string {
  const print = (part: Node): string => printCondition(part, nameAs, reader);
  switch (node.op) {
    case "value":
      return node.input.slice(node.start, node.end);
    case "id":
      return nameAs(node.args) ?? node.args;
    case "!_":
      return `!(${print(node.args)})`;
    case "-_":
      return `(-${print(node.args)})`;
    case ".":
    case ".?":
      return `${print(node.args[0])}${node.op}${node.args[1]}`;
    case "[]":
      return `${print(node.args[0])}[${print(node.args[1])}]`;
    case "[?]":
      return `${print(node.args[0])}[?${print(node.args[1])}]`;
    case "call":
      return `${node.args[0]}(${node.args[1].map(print).join(", ")})`;
    case "rcall":
      return `${print(node.args[1])}.${node.args[0]}(${node.args[2].map(print).join(", ")})`;
    case "list":
      return `[${node.args.map(print).join(", ")}]`;
    case "map":
      return `{${node.args.map(([key, value]) => `${print(key)}: ${print(value)}`).join(", ")}}`;
    case "?:":
      return `(${print(node.args[0])} ? ${print(node.args[1])} : ${print(node.args[2])})`;
    default:
      return node.op === "/" && reader === "evaluator"
        ? `quotient(${print(node.args[0])}, ${print(node.args[1])})`
        : `(${print(node.args[0])} ${node.op} ${print(node.args[1])})`;
  }
}
