import { UsageError } from "../usage-error.ts";

/** What --seed says; 1 where it is not given. Throws UsageError. */
export function seedOption(text: string | undefined): number {
  if (text === undefined) return 1;
  const seed = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(seed))
    throw new UsageError(`--seed ${text === "" ? '""' : text} is no whole number`, "e.g. --seed 7");
  return seed;
}
