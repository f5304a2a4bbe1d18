/** Windows are shorter than in production, so that a change is proved while one watches; the past reaches back two hours and a half; and the Flink cluster has slots to spare. */
export const SANDBOX_PARAMETERS: Readonly<Record<string, string | number>> = {
  window: "15s",
  interval: "2s",
  yesterday: "30m",
  "last-week": "2h",
  "day-before": "1h",
  "week-before": "2h",
  parallelism: 8,
  "checkpoint-interval": "30s",
  "checkpoint-timeout": "60s",
  recovery: "3m",
};
