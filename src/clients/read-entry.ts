import * as z from "zod";

/**
 * One entry of `whole`, read by its own schema. null: it does not fit; its first misfit is then an issue of `whole`, at `step`, and no more of `whole`
 * is to be read.
 */
export function readEntry(
  schema: z.core.$ZodType,
  value: unknown,
  step: PropertyKey,
  whole: z.core.ParsePayload,
  context: z.core.ParseContextInternal,
): z.core.ParsePayload | null {
  const read = schema._zod.run({ value, issues: [] }, context);
  if (read instanceof Promise) throw new z.core.$ZodAsyncError();
  const misfit = read.issues[0];
  if (misfit === undefined) return read;
  // No check of the whole may go on with half of it.
  whole.issues.push(...z.core.util.prefixIssues(step, [{ ...misfit, continue: false }]));
  return null;
}
