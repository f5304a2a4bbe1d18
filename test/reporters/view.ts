import type { View } from "../../src/reporters/text/view.ts";
import { STARTED_AT } from "./documents.ts";

/** Eight seconds after the start, in Belgrade in winter. */
export function view(more: Partial<View> = {}): View {
  return {
    width: 80,
    color: false,
    unicode: true,
    nowMs: Date.parse(STARTED_AT) + 8_000,
    stateDir: null,
    offsetMinutes: () => 60,
    ...more,
  };
}
