import { readdir } from "node:fs/promises";

const HOLDER_FILE = /^holder\.([1-9]\d{0,8})$/;

export function holderFile(generation: number): string {
  return `holder.${generation}`;
}

/** The generations of holders that have a file in the run's folder, ascending. */
export async function generations(runFolder: string): Promise<readonly number[]> {
  return (await readdir(runFolder))
    .flatMap((name) => {
      const [, generation] = HOLDER_FILE.exec(name) ?? [];
      return generation === undefined ? [] : [Number(generation)];
    })
    .sort((a, b) => a - b);
}

export async function latestGeneration(runFolder: string): Promise<number> {
  return (await generations(runFolder)).at(-1) ?? 0;
}
