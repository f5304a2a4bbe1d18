import { ClientError } from "../../clients/client-error.ts";
import { presentWindowMs, queryWindowMs } from "./query-window.ts";

interface Windowed {
  readonly query: string;
  readonly window?: number | undefined;
}

/** For the arguments of a check: a window that nobody knows would count as none, and what was before a change as after it. */
export const TELLS_WINDOW = {
  message:
    "how far back it looks cannot be told: correct its PromQL, write its ranges as plain durations, or give `window`",
  path: ["query"],
};

/** Whether it is known how far back a query looks. */
export function tellsWindow({ query, window }: Windowed): boolean {
  return window !== undefined || queryWindowMs(query) !== null;
}

/**
 * The window that a query describes, milliseconds: the one that the check names, as of what a rule recorded or of what is compared with a day before; but no
 * shorter than the ranges over the present. Where none is named, how far back the query looks by itself. Throws ClientError where neither tells.
 */
export function windowOf({ query, window }: Windowed): number {
  if (window !== undefined) return Math.max(window, presentWindowMs(query) ?? 0);
  const windowMs = queryWindowMs(query);
  if (windowMs !== null) return windowMs;
  throw new ClientError("invalid", "how far back the query looks cannot be told from it", "give it as `window`");
}
