/** One query a line; backslashes stand for themselves. */
const lines = String.raw`
  limit + temperature offset 5m * 2
  -limit offset 5m
  -limit[5m]
  -1^2
  2 ^ -3 ^ 2
  limit ^ -limit * 2
  -limit ^ 2
  limit unless limit or limit and limit
  limit == limit != limit
  2 / 3 * 4 % 5
  1 +-+- 1
  limit offset 5m offset 5m
  limit offset 0s offset 1m
  limit offset 5m [5m]
  limit[5m] offset - 1m
  (limit) offset 5m
  (limit)[5m]
  rate((limit[5m]))
  sum(limit)[5m]
  sum by(job)(limit)offset 5m

  SUM(limit)
  sum BY (job) (limit)
  limit AND limit
  limit OFFSET 5m
  Rate(limit[5m])
  rate (limit[5m])
  rate
  sum
  on
  bool
  by
  and
  start
  atan2
  time
  sum{job="api"}
  sum by (sum, by) (limit)
  sum by (without) (limit)
  a:b:c
  :a
  日本
  {"日本"}
  # nothing

  inf
  INF
  infinity
  nan
  010
  08
  1_000
  1__0
  1_000.5
  0x1F
  0xG
  0b1
  .5
  .
  1e
  1 2
  1e999
  1e-999
  0x7fffffffffffffff
  0xffffffffffffffff
  0777777777777777777777777
  1h30m
  5m1h
  1m1m
  limit[1h30m]
  limit[30m1h]
  limit[1.5m]
  limit[1e1]
  limit[0]
  limit[-5m]
  limit[0x10]
  limit[1y]
  limit[300y]
  limit offset 300y
  limit[5m30]
  5morelimit
  1or 2

  limit{job="api",}
  limit{,}
  limit{job="api",,}
  {}
  {job=""}
  {job=~".*"}
  {job!=""}
  limit{job}
  limit{__name__="x"}
  {__name__="limit",__name__!="x"}
  {"limit"}
  {"limit","x"}
  {"limit", "job"="api"}
  limit{job='api'}
  limit{job="a\q"}
  limit{job="\x61\u0070\151"}
  limit{job="a}
  limit{job=~"("}
  limit{1a="x"}
  limit{job=api}
  limit{job=="a"}
  limit{job="a" le="b"}

  sum by ("job") (limit)
  sum by (job,) (limit)
  sum by (,) (limit)
  sum by (job) by (le) (limit)
  sum without (job) (limit) by (job)
  sum(limit,)
  sum()
  sum(1)
  sum(limit[5m])
  sum(limit, limit)
  topk(limit)
  topk(limit, limit)
  topk(1, 1)
  count by (job) limit
  count(limit) without job
  rate(limit)
  time(1)
  vector(limit)
  scalar(1)
  round()
  round(limit,1,2)
  clamp(limit,1)
  nosuch(limit)
  ()
  ((limit))
  (

  limit and 1
  1 or vector(1)
  limit and on(job) group_left limit
  limit + on(job) group_left(job) limit
  limit + ignoring(job) group_left(job) limit
  limit * on(job) 2
  limit * on() 2
  limit + bool limit
  1 == 1
  limit == bool on(job) limit
  limit == on(job) bool limit
  limit group_left limit
  limit > bool
  !limit
`;

/** Queries at the edges of the syntax, valid and not, that chance would seldom make. */
export const syntaxCases: readonly string[] = [
  ...lines
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== ""),
  "\u00a0limit",
  "limit\r\n+ 1",
  "limit # c\n + 1",
  "limit{job=`a\\q`}",
  'limit{job="a\nb"}',
];
