import { type FlinkAnswer, ok } from "./flink-answer.ts";

/** GET …/metrics: the names without `get`; with it what is asked for and known. Unknown names are silently left out, values are texts. */
export function metricsAnswer(found: ReadonlyMap<string, string>, query: URLSearchParams): FlinkAnswer {
  const asked = query.get("get");
  if (asked === null) return ok([...found.keys()].map((id) => ({ id })));
  return ok(
    asked.split(",").flatMap((id) => {
      const value = found.get(id);
      return value === undefined ? [] : [{ id, value }];
    }),
  );
}

/** GET …/subtasks/metrics: over all subtasks of a vertex; `agg` chooses among min, max, avg, sum and skew. */
export function subtaskMetricsAnswer(found: ReadonlyMap<string, string>, query: URLSearchParams): FlinkAnswer {
  const values = new Map<string, number[]>();
  for (const [id, value] of found) {
    const name = id.slice(id.indexOf(".") + 1);
    values.set(name, [...(values.get(name) ?? []), Number(value)]);
  }
  const asked = query.get("get");
  if (asked === null) return ok([...values.keys()].map((id) => ({ id })));
  const wanted = query.get("agg")?.split(",");
  return ok(
    asked.split(",").flatMap((id) => {
      const all = values.get(id);
      if (all === undefined) return [];
      const sum = all.reduce((left, right) => left + right, 0);
      const avg = sum / all.length;
      const spread = all.reduce((total, value) => total + Math.abs(value - avg), 0) / all.length;
      const aggregates = {
        min: Math.min(...all),
        max: Math.max(...all),
        avg,
        sum,
        skew: avg === 0 ? 0 : Math.min(100, (spread / avg) * 100),
      };
      return [
        {
          id,
          ...Object.fromEntries(
            Object.entries(aggregates).filter(([name]) => wanted === undefined || wanted.includes(name)),
          ),
        },
      ];
    }),
  );
}
