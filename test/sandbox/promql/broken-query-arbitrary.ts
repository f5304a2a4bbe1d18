import * as fc from "fast-check";
import { question } from "./query-arbitrary.ts";

const words = String.raw`
  + - * / ^ == > =~ != = , ( ) { } [ ] [5m] [1m:30s] : "
  and or unless bool by without on ignoring group_left offset @ atan2
  sum SUM topk rate Rate time vector limit limit_total (limit) limit[5m] nosuch()
  1 0 -1 1e 5m 1h5m 5m1h 0x 09 1_0 .5 5. inf Nan 'a' job __name__
  {job="api"} {job=~"("} {job="\q"} {} {"limit"} {"limit",job="api"}
`;
const pieces = [...words.trim().split(/\s+/), "offset 5m", "@ 10", "# end", "\n", "\t", "`a`"];

/** Queries of the subset with a few pieces put in, left out or exchanged: most are no PromQL any more, some are another. */
export const brokenQuery: fc.Arbitrary<string> = fc
  .tuple(
    question.filter(({ query }) => query.length < 120),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom("insert", "delete", "replace"), fc.constantFrom(...pieces)), {
      minLength: 1,
      maxLength: 2,
    }),
  )
  .map(([{ query }, edits]) => {
    const tokens = query.match(/\w+|"[^"]*"|\s+|[^\w\s]/g) ?? [];
    for (const [at, kind, piece] of edits) {
      const index = at % (tokens.length + 1);
      const inserted = kind === "delete" ? [] : [piece, " "];
      tokens.splice(index, kind === "insert" ? 0 : 1, ...inserted);
    }
    return tokens.join("");
  });
