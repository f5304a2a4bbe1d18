import type { Random } from "../random.ts";

/** What was given, and how a promise was broken by it; both short. */
export interface Complaint {
  readonly input: string;
  readonly breach: string;
}

/** A place where text from outside comes in. */
export interface Surface {
  readonly name: string;
  /** Of so many inputs together how many go here; weights. */
  readonly weight: number;
  /** Gives one hostile input; null: all went as promised. Whatever it throws is a breach. */
  attack(random: Random): Promise<Complaint | null> | Complaint | null;
}

/** An input, short enough for a story. */
export function shortly(text: string): string {
  const shown = JSON.stringify(text);
  return shown.length <= 400 ? shown : `${shown.slice(0, 400)}… (${shown.length} characters)`;
}
