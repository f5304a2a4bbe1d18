import * as z from "zod";

/** No date is later than this: 100,000,000 days after 1970 (ECMA-262, time values). */
export const LAST_MOMENT_MS = 8_640_000_000_000_000;

/** Milliseconds since the epoch as somebody else wrote them: such that they are a date, which a mere number may not be. */
export const momentShape = z.number().min(0).max(LAST_MOMENT_MS);
