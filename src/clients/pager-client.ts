export interface PageMessage {
  readonly note: "page" | "acknowledge" | "resolve";
  readonly dedupKey: string;
  readonly summary: string;
  readonly severity: "P1" | "P2" | "P3" | "P4";
  readonly source: string;
  readonly details: Readonly<Record<string, string>>;
}

/** Sends a notification to one named target of the environment; resolves with a line for the report, rejects with ClientError. */
export interface PagerClient {
  notify(target: string, message: PageMessage, signal: AbortSignal): Promise<string>;
}
