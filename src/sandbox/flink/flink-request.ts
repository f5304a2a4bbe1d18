/** A request to Flink's REST API. An upload's file is told by its name alone: nothing of it is ever run. */
export interface FlinkRequest {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** JSON text; for an upload `{"filename": …}`; empty: none. */
  readonly body: string;
}

/** The body as an object; null where it is none. */
export function bodyOf({ body }: FlinkRequest): Readonly<Record<string, unknown>> | null {
  if (body === "") return {};
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
