import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Runbook } from "../../core/runbook/runbook.ts";

/** A runbook that was read and validated when the program was built. */
export interface CompiledRunbook {
  readonly runbook: Runbook;
  /** As parseRunbook's. */
  readonly hash: string;
}

/** The file of a compiled runbook, named after its text: a runbook that was edited since has none. */
export function compiledName(text: string): string {
  return `${createHash("sha256").update(text).digest("hex")}.json`;
}

/** What the build made of exactly this text; null for any other, and when run from source. Understanding a runbook takes longer than asking for its checks. */
export async function compiledRunbook(text: string): Promise<CompiledRunbook | null> {
  try {
    const file = join(import.meta.dirname, "runbooks", compiledName(text));
    return JSON.parse(await readFile(file, "utf8")) as CompiledRunbook;
  } catch {
    return null;
  }
}
