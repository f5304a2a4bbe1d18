import { parser } from "@prometheus-io/lezer-promql";

const PICKING = new Set(["topk", "bottomk", "limitk", "limit_ratio"]);

/** Whether a query keeps only some of its series, so that shares of what it returns are not shares of the whole. */
export function picksSome(query: string): boolean {
  let picks = false;
  parser.parse(query).iterate({
    enter: ({ name, from, to }) => {
      picks ||= name === "AggregateOp" && PICKING.has(query.slice(from, to).toLowerCase());
    },
  });
  return picks;
}
