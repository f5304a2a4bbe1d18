import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Random } from "../random.ts";
import type { Complaint, Surface } from "./surface.ts";

export interface Attacked {
  readonly cases: number;
  readonly complaints: readonly (Complaint & { readonly surface: string })[];
  /** Of the processor's time, that of one input that took the most. */
  readonly slowestMs: number;
  /** Of memory that is still held when all is collected that can be, from the first input to the most. */
  readonly grownBytes: number;
}

/** No input may keep the processor longer. A real one takes a few milliseconds. */
const MOST_MS = 3_000;
const MOST_BYTES = 256 * 2 ** 20;
const LOOK_EVERY = 1_000;

/** Gives so many inputs to the surfaces by their weights; each complaint once by its words. */
export async function attackAll(
  surfaces: readonly Surface[],
  random: Random,
  cases: number,
  note: (line: string) => void,
): Promise<Attacked> {
  const chosen = surfaces.flatMap((surface) => Array.from({ length: surface.weight }, () => surface));
  const complaints = new Map<string, Complaint & { readonly surface: string }>();
  const beganBytes = heldBytes();
  let slowestMs = 0;
  let grownBytes = 0;
  for (let index = 0; index < cases; index += 1) {
    const surface = random.pick(chosen);
    const began = process.cpuUsage();
    const complaint = await attempt(surface, random);
    const { user, system } = process.cpuUsage(began);
    const tookMs = (user + system) / 1_000;
    slowestMs = Math.max(slowestMs, tookMs);
    const found = complaint ?? (tookMs <= MOST_MS ? null : { input: `input ${index}`, breach: `took ${tookMs} ms` });
    if (found !== null) complaints.set(`${surface.name} ${found.breach}`, { ...found, surface: surface.name });
    // What runs in promises alone would let no timer of an abandoned question end.
    if (index % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    if ((index + 1) % LOOK_EVERY === 0 || index === cases - 1)
      grownBytes = Math.max(grownBytes, heldBytes() - beganBytes);
    if ((index + 1) % 10_000 === 0) note(`${index + 1} inputs, ${complaints.size} complaints`);
  }
  if (grownBytes > MOST_BYTES)
    complaints.set("memory", {
      surface: "all",
      input: `${cases} inputs`,
      breach: `memory grew by ${grownBytes} bytes`,
    });
  return { cases, complaints: [...complaints.values()], slowestMs, grownBytes };
}

function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function attempt(surface: Surface, random: Random): Promise<Complaint | null> {
  try {
    return await surface.attack(random);
  } catch (error) {
    return { input: "", breach: `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` };
  }
}
