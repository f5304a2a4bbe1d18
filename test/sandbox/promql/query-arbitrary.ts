import * as fc from "fast-check";
import { seriesLengthMs, seriesStartMs } from "./agreement-series.ts";

/** A question as the HTTP API takes it: at one time, or over a range of times. */
export interface Question {
  query: string;
  startMs: number;
  /** undefined: an instant query. */
  range: { endMs: number; stepMs: number } | undefined;
}

const labels = ["job", "instance", "code", "room", "version", "le", "__name__"];

const grouping = fc.subarray(labels, { maxLength: 3 }).map((names) => `(${names.join(", ")})`);

const jobMatchers = ['job="api"', 'job!="web"', 'job=~"a.*|web"', 'job!~"(bat|we)[a-c]h?"', 'nowhere=~"x?"'];

/** Matchers that leave something of the metric, and some that may not. */
const matchersOf: Readonly<Record<string, readonly string[]>> = {
  requests_total: [...jobMatchers, 'instance="b"', 'code=~"[45]\\d{2}"', 'code!="200"', 'room=""'],
  temperature: [...jobMatchers, 'room=""', 'room!=""', 'room=~"no.+|s.*"'],
  latency_seconds_bucket: [...jobMatchers, 'le=~"0\\.0[01]+.?|\\+Inf"', 'le!="0.1"'],
  limit: jobMatchers,
  build_info: [...jobMatchers, 'canary="yes"', 'version=~"1\\.[0-1]"'],
  missing_total: jobMatchers,
  '{__name__=~"limit|temperature"}': [...jobMatchers, 'room=""'],
  '{job="api", room=""}': ['instance=""', 'le!=""'],
};

const bareSelector = fc
  .constantFrom(...Object.entries(matchersOf))
  .chain(([metric, own]) =>
    fc.tuple(
      fc.constant(metric),
      fc.subarray(
        [...own].map((each) => each.replaceAll("\\", "\\\\")),
        { maxLength: 2 },
      ),
      fc.nat(2),
    ),
  )
  .map(([metric, matchers, draw]) => {
    if (matchers.length === 0 || draw === 0) return metric;
    return metric.endsWith("}")
      ? `${metric.slice(0, -1)}, ${matchers.join(", ")}}`
      : `${metric}{${matchers.join(",")}}`;
  });

const offset = fc.oneof(
  { weight: 5, arbitrary: fc.constant("") },
  { weight: 1, arbitrary: fc.constantFrom(" offset 5m", " offset -90s", " offset 1m15s", " offset 7.5") },
);

const selector = fc.tuple(bareSelector, offset).map(([metric, shift]) => `${metric}${shift}`);

const range = fc
  .tuple(bareSelector, fc.constantFrom("30s", "1m", "2m", "5m", "20m", "97", "45001ms"), offset)
  .map(([metric, length, shift]) => `${metric}[${length}]${shift}`);

const rangeCall = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        "rate",
        "rate",
        "rate",
        "increase",
        "increase",
        "delta",
        "irate",
        "idelta",
        "changes",
        "resets",
        ...["avg", "min", "max", "sum", "count", "last", "present"].map((each) => `${each}_over_time`),
      ),
      range,
    )
    .map(([each, over]) => `${each}(${over})`),
  fc
    .tuple(fc.constantFrom("0", "0.3", "0.99", "1", "-1"), range)
    .map(([q, over]) => `quantile_over_time(${q}, ${over})`),
);

const number = fc.constantFrom("0", "1", "2", "-3", "0.5", "1e3", "40", "Inf", "-Inf", "NaN", "1m", "0x1F", "010");

const { scalarExpr, vectorExpr } = fc.letrec<{
  scalarExpr: string;
  vectorExpr: string;
  orderedExpr: string;
  aggregation: string;
  elementwise: string;
  operation: string;
}>((tie) => ({
  scalarExpr: fc.oneof(
    { maxDepth: 3, depthIdentifier: "query" },
    { weight: 6, arbitrary: number },
    { weight: 1, arbitrary: fc.constant("time() % 97") },
    { weight: 1, arbitrary: tie("vectorExpr").map((inner) => `scalar(${inner})`) },
    { weight: 1, arbitrary: tie("scalarExpr").map((inner) => `-(${inner})`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie("scalarExpr"), fc.constantFrom("+", "-", "*", "/", "%", "^", "> bool", "== bool"), tie("scalarExpr"))
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    },
  ),
  vectorExpr: fc.oneof(
    { maxDepth: 4, depthIdentifier: "query" },
    { weight: 3, arbitrary: selector },
    { weight: 4, arbitrary: rangeCall },
    { weight: 3, arbitrary: tie("aggregation") },
    { weight: 3, arbitrary: tie("elementwise") },
    { weight: 5, arbitrary: tie("operation") },
  ),
  // Prometheus keeps the order of these in a range query; of others it is chance, and with it which of equals topk takes.
  orderedExpr: fc.oneof(
    { maxDepth: 2, depthIdentifier: "ordered" },
    selector,
    rangeCall,
    tie("orderedExpr").map((inner) => `-(${inner})`),
  ),
  aggregation: fc.oneof(
    { depthIdentifier: "query" },
    fc
      .tuple(
        fc.constantFrom("sum", "sum", "avg", "min", "max", "count", "group", "stddev", "stdvar"),
        fc.option(fc.tuple(fc.constantFrom("by", "without"), grouping), { nil: undefined }),
        tie("vectorExpr"),
        fc.boolean(),
      )
      .map(([each, modifier, inner, before]) => {
        if (modifier === undefined) return `${each}(${inner})`;
        return before ? `${each} ${modifier.join(" ")} (${inner})` : `${each}(${inner}) ${modifier.join(" ")}`;
      }),
    fc
      .tuple(
        fc.constantFrom("topk", "bottomk"),
        fc.oneof(fc.constantFrom("0", "1", "2", "3.9", "100"), fc.constantFrom("NaN", "time() % 4", "Inf")),
        fc.option(grouping, { nil: undefined }),
        tie("orderedExpr"),
      )
      .map(([each, k, by, inner]) => `${each}${by === undefined ? "" : ` by ${by}`}(${k}, ${inner})`),
    fc
      .tuple(fc.constantFrom("0", "0.25", "0.9", "1", "2", "NaN"), grouping, tie("vectorExpr"))
      .map(([q, by, inner]) => `quantile by ${by} (${q}, ${inner})`),
  ),
  elementwise: fc.oneof(
    { depthIdentifier: "query" },
    fc
      .tuple(
        fc.constantFrom(
          "abs",
          "absent",
          "sort",
          "sort_desc",
          "timestamp",
          "sgn",
          "sqrt",
          "exp",
          "ln",
          "log2",
          "log10",
          "-",
          "+",
        ),
        tie("vectorExpr"),
      )
      .map(([each, inner]) => `${each}(${inner})`),
    // Only of samples as they are: a last bit of difference decides where these jump.
    fc.tuple(fc.constantFrom("ceil", "floor", "round"), selector).map(([each, inner]) => `${each}(${inner} / 4)`),
    fc.tuple(selector, fc.constantFrom("5", "0.3", "-2", "0")).map(([inner, nearest]) => `round(${inner}, ${nearest})`),
    fc
      .tuple(fc.constantFrom("clamp_min", "clamp_max"), tie("vectorExpr"), tie("scalarExpr"))
      .map(([each, inner, bound]) => `${each}(${inner}, ${bound})`),
    fc.tuple(tie("vectorExpr"), number, number).map(([inner, low, high]) => `clamp(${inner}, ${low}, ${high})`),
    tie("scalarExpr").map((inner) => `vector(${inner})`),
    fc
      .tuple(
        fc.constantFrom("0.5", "0.9", "0.99", "0", "1", "-1", "2", "NaN"),
        fc.constantFrom(
          "latency_seconds_bucket",
          "rate(latency_seconds_bucket[5m])",
          "sum by (le) (rate(latency_seconds_bucket[2m]))",
          'increase(latency_seconds_bucket{le!~"1|0.01"}[10m])',
          'rate(latency_seconds_bucket{le!="+Inf"}[5m])',
        ),
      )
      .map(([q, inner]) => `histogram_quantile(${q}, ${inner})`),
  ),
  operation: fc.oneof(
    { depthIdentifier: "query" },
    fc
      .tuple(
        tie("vectorExpr"),
        fc.constantFrom("+", "-", "*", "/", "^", ">", "<", ">=", "<=", "==", "!=", "> bool", "!= bool"),
        tie("scalarExpr"),
        fc.boolean(),
      )
      .map(([vector, operator, scalar, swapped]) =>
        swapped ? `${scalar} ${operator} ${vector}` : `${vector} ${operator} ${scalar}`,
      ),
    fc
      .tuple(
        tie("vectorExpr"),
        fc.constantFrom("and", "or", "unless"),
        fc.oneof(
          fc.constant(""),
          fc.tuple(fc.constantFrom("on", "ignoring"), grouping).map((parts) => parts.join(" ")),
        ),
        tie("vectorExpr"),
      )
      .map((parts) => parts.join(" ")),
    fc
      .tuple(
        tie("vectorExpr"),
        fc.constantFrom("+", "-", "*", "/", ">", "<=", "> bool"),
        fc.oneof(
          { weight: 2, arbitrary: fc.constantFrom("", "on(job)", "ignoring(code, instance, room, le)", "on()") },
          {
            weight: 1,
            arbitrary: fc.tuple(fc.constantFrom("on", "ignoring"), grouping).map((parts) => parts.join(" ")),
          },
        ),
        tie("vectorExpr"),
      )
      .map((parts) => parts.join(" ")),
    // Joins that fit, which chance would seldom make.
    fc
      .tuple(
        fc.oneof(selector, rangeCall),
        fc.constantFrom("*", "/", "<", "> bool"),
        fc.constantFrom("group_left(version, canary)", "group_left()", "group_left", "group_right(version)"),
        fc.constantFrom("build_info", "limit", "sum by (job) (temperature)"),
      )
      .map(([many, operator, group, one]) => `${many} ${operator} on(job) ${group} ${one}`),
    fc
      .tuple(
        fc.constantFrom("sum", "max"),
        fc.constantFrom("job", "job, instance"),
        rangeCall,
        fc.constantFrom("/", "-", ">", "unless"),
        rangeCall,
      )
      .map(
        ([each, by, left, operator, right]) => `${each} by (${by}) (${left}) ${operator} ${each} by (${by}) (${right})`,
      ),
    fc.tuple(tie("vectorExpr"), tie("vectorExpr")).map(([left, right]) => `(${left}) or (${right})`),
    tie("vectorExpr").map((inner) => `(${inner})`),
  ),
}));

/** Times on the grid of the samples, where the ends of ranges decide, and any others, also before and after all samples. */
const timeMs = fc
  .oneof(
    { weight: 4, arbitrary: sinceStart(5 * 4, 85 * 4).map((sinceMs) => sinceMs * 15_000) },
    { weight: 4, arbitrary: sinceStart(5 * 60_000, 85 * 60_000) },
    { weight: 1, arbitrary: sinceStart(-60_000, seriesLengthMs + 400_000) },
  )
  .map((sinceMs) => seriesStartMs + sinceMs);

function sinceStart(min: number, max: number): fc.Arbitrary<number> {
  return fc.noBias(fc.integer({ min, max }));
}

const times = fc.oneof(
  timeMs.map((startMs) => ({ startMs, range: undefined })),
  fc
    .tuple(timeMs, fc.constantFrom(15_000, 60_000, 7_500, 123_456), fc.integer({ min: 0, max: 40 }))
    .map(([startMs, stepMs, count]) => ({ startMs, range: { stepMs, endMs: startMs + stepMs * count } })),
);

/** Questions in the subset; most have an answer, some fail in evaluation as Prometheus fails. */
export const question: fc.Arbitrary<Question> = fc
  .tuple(
    fc.oneof(
      { weight: 12, arbitrary: vectorExpr },
      { weight: 1, arbitrary: scalarExpr },
      { weight: 1, arbitrary: range },
    ),
    times,
  )
  .map(([query, when]) => ({ query, ...when }));
