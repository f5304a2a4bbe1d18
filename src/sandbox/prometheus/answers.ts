/** Prometheus's own error kinds and the status codes that they come with. */
const CODES = { bad_data: 400, execution: 422, timeout: 503, internal: 500, not_found: 404 } as const;

export interface PrometheusAnswer {
  readonly code: number;
  readonly body: unknown;
}

export function failed(errorType: keyof typeof CODES, error: string): PrometheusAnswer {
  return { code: CODES[errorType], body: { status: "error", errorType, error } };
}

export function success(data: unknown): PrometheusAnswer {
  return { code: 200, body: { status: "success", data } };
}
