import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";

/**
 * The selectors of a query that take the newest sample of a series, not those of a range: each once, as they are written, without an offset.
 * [] for a query of ranges alone, and for what cannot be parsed.
 */
export function presentSelectors(query: string): readonly string[] {
  return [...new Set(selectorsIn(parser.parse(query).topNode, query))];
}

function selectorsIn(node: SyntaxNode, query: string): readonly string[] {
  if (node.name === "MatrixSelector" || node.type.isError) return [];
  if (node.name === "VectorSelector") return [query.slice(node.from, node.to)];
  const found: string[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(...selectorsIn(child, query));
  return found;
}
