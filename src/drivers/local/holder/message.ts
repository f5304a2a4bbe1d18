import * as z from "zod";
import type { RunEvent } from "../../../core/run/event.ts";
import { IN_PLAIN_WORDS } from "../../../core/source/plain-words.ts";

/** A request is one line of JSON, at most this long. */
export const MAX_MESSAGE_BYTES = 64_000;
/** So is an answer; a run with more events than fit is read from its journal. */
export const MAX_ANSWER_BYTES = 64_000_000;

const operator = z.strictObject({
  user: z.string().max(200),
  as: z.string().max(500).nullable(),
  host: z.string().max(300),
});
const proposal = z.string().max(200);

/** What a person may tell a run from another terminal. Everything else only the holder itself learns. */
const personEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("approved"), digest: z.string().max(100), by: operator }),
  z.strictObject({ type: z.literal("declined"), proposal, by: operator }),
  z.strictObject({ type: z.literal("undo-requested"), proposal, by: operator }),
  z.strictObject({ type: z.literal("escalated"), by: operator }),
  z.strictObject({ type: z.literal("acknowledged"), by: operator }),
]);

/** `notAfterMs`: whoever waits for the answer gives up then, and says that it was refused; a holder that was suspended meanwhile must not take it. */
const message = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("event"), event: personEvent, notAfterMs: z.number().optional() }),
  z.strictObject({ op: z.literal("snapshot") }),
]);

export type PersonEvent = z.infer<typeof personEvent>;
export type HolderMessage = z.infer<typeof message>;

/** `accepted` means recorded, on disk. */
export type HolderAnswer =
  | { readonly ok: true; readonly accepted: true }
  | { readonly ok: true; readonly events: readonly RunEvent[]; readonly notRecorded: string | null }
  | { readonly ok: false; readonly reason: string };

/** A request's line as a message; a string says what is wrong with it. */
export function parseMessage(line: string): HolderMessage | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return "the request is no JSON";
  }
  const parsed = message.safeParse(value, IN_PLAIN_WORDS);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".") || "it"} ${issue.message}`);
  return `the request is not understood: ${wrong.join("; ")}`;
}
