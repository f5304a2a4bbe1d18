import * as z from "zod";
import { parseDuration } from "../core/duration.ts";

/** A duration as runbooks write it ("90s", "2m", "1h30m"), read as milliseconds. */
export const durationMs = z.string("not a duration; write 90s, 2m or 1h30m").transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  context.addIssue({ code: "custom", message: `not a duration: ${JSON.stringify(text)}; write 90s, 2m or 1h30m` });
  return z.NEVER;
});

/** A duration that spans something. */
export const spanMs = durationMs.refine((ms) => ms > 0, "must be longer than 0s");
