import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";

/** What a query reads: a metric, and which of its series. */
export interface Selector {
  /** null where only labels choose, as in `{job="api"}`. */
  readonly metric: string | null;
  /** The selector as written, without range and offset, e.g. `feature_lookups_total{namespace="search"}`. */
  readonly text: string;
}

/** Every selector of a query once, in its order; none for what cannot be parsed. */
export function selectorsOf(query: string): readonly Selector[] {
  const found = new Map<string, Selector>();
  const visit = (node: SyntaxNode): void => {
    if (node.name === "VectorSelector") {
      const name = node.getChild("Identifier");
      const text = query.slice(node.from, node.to).trim();
      found.set(text, { metric: name === null ? null : query.slice(name.from, name.to), text });
      return;
    }
    for (let child = node.firstChild; child !== null; child = child.nextSibling) visit(child);
  };
  visit(parser.parse(query).topNode);
  return [...found.values()];
}
