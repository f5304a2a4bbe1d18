import type { PromQLError } from "./error.ts";

export interface FailureAnswer {
  /** HTTP status. */
  status: 400 | 422;
  errorType: "bad_data" | "execution";
  error: string;
}

/** The answer that Prometheus's HTTP API gives for a query that failed: 400 when it was refused, 422 when its evaluation failed. */
export function failureAnswer(failure: PromQLError, query: string): FailureAnswer {
  if (failure.kind === "execution") return { status: 422, errorType: "execution", error: failure.message };
  const before = query.slice(0, failure.position ?? 0);
  const line = before.split("\n").length;
  const column = before.length - before.lastIndexOf("\n");
  const where = failure.position === undefined ? "" : `${line}:${column}: parse error: `;
  return { status: 400, errorType: "bad_data", error: `invalid parameter "query": ${where}${failure.message}` };
}
