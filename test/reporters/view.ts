import type { View } from "../../src/reporters/text/view.ts";
import { STARTED_AT } from "./documents.ts";

/** Eight seconds after the start, in a zone with a name of its own. */
export function view(more: Partial<View> = {}): View {
  return {
    width: 80,
    color: false,
    unicode: true,
    nowMs: Date.parse(STARTED_AT) + 8_000,
    timeZone: "Europe/Belgrade",
    ...more,
  };
}
