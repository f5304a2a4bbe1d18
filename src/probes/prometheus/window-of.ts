import { ClientError } from "../../clients/client-error.ts";
import { queryWindowMs } from "./query-window.ts";

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
 * The window that a query describes, milliseconds: as far back as the query looks by itself, or further where the check says so, as of what a rule
 * recorded. Throws ClientError where neither tells.
 */
export function windowOf({ query, window }: Windowed): number {
  const ownMs = queryWindowMs(query);
  if (ownMs !== null || window !== undefined) return Math.max(ownMs ?? 0, window ?? 0);
  throw new ClientError("invalid", "how far back the query looks cannot be told from it", "give it as `window`");
}
