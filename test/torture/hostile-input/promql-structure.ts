import { parser } from "@prometheus-io/lezer-promql";

/**
 * What a query is, its literals' contents left out: the names of the nodes of its tree, in order, with its words outside of quotes. A name by which it is
 * grouped is a parameter's to say, as long as it is one name.
 */
export function promqlStructure(query: string): string {
  const parts: string[] = [];
  parser.parse(query).iterate({
    enter(node) {
      const literal = node.name === "StringLiteral" || node.matchContext(["GroupingLabels"]);
      const leaf = node.node.firstChild === null && !literal;
      parts.push(leaf ? `${node.name}:${query.slice(node.from, node.to)}` : node.name);
    },
  });
  return parts.join(" ");
}
