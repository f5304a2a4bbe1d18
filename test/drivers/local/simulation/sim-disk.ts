import { dirname } from "node:path/posix";
import type { AppendFile, Disk } from "../../../../src/drivers/local/disk.ts";

/** A file as its readers see it, and what of that is on the disk. */
export interface SimFile {
  content: Uint8Array;
  /** From here on what was written waits for a sync; a power failure may take it. */
  dirtyFrom: number;
  /** What a failed sync dropped: readers see it still, and no later sync writes it. */
  lost: readonly (readonly [from: number, to: number])[];
  /** The folder was synced since it was made. */
  named: boolean;
}

/**
 * What happens at an operation: `crash` before it, `half` in the middle of it; the process is gone then, and its operations never end. `failing`: a sync
 * fails, all else is done.
 */
export type Fate = "done" | "crash" | "half" | "full" | "read-only" | "failing";

/**
 * A disk in memory that fails, tears or loses power where it is told to. `fate` sees each changing operation, counted from 1. A sync that fails leaves
 * clean pages that are on no disk, as Linux does: the next one says that all is well.
 */
export class SimDisk implements Disk {
  readonly files = new Map<string, SimFile>();
  readonly folders = new Set<string>(["/"]);
  operations = 0;
  crashed = false;
  fate: (operation: number, what: string) => Fate = () => "done";

  async #step(what: string): Promise<"done" | "half" | "full"> {
    if (this.crashed) return await gone();
    this.operations += 1;
    const fate = this.fate(this.operations, what);
    this.crashed = fate === "crash" || fate === "half";
    if (fate === "crash" || (fate === "half" && what !== "append")) return await gone();
    if (fate === "read-only") throw systemError("EROFS");
    if (fate === "full" && what !== "append") throw systemError("ENOSPC");
    if (fate === "failing" && what === "sync") throw systemError("EIO");
    return fate === "failing" ? "done" : fate;
  }

  /**
   * What another process finds: after a kill everything written, though no more of it is on the disk; after a power failure what was synced and `extraBytes`
   * more; `reordered`: of these only the later half reached the disk, and zeros stand before it.
   */
  restart(power: { readonly extraBytes: number; readonly reordered?: boolean } | null): SimDisk {
    const next = new SimDisk();
    for (const folder of this.folders) next.folders.add(folder);
    for (const [path, file] of this.files) {
      if (power === null) next.files.set(path, { ...file });
      else if (file.named) next.files.set(path, fileOf(afterPowerFailure(file, power)));
    }
    return next;
  }

  async makeFolder(path: string): Promise<void> {
    await this.#step("makeFolder");
    for (let folder = path; folder !== "/"; folder = dirname(folder)) this.folders.add(folder);
  }

  async makeNewFolder(path: string): Promise<boolean> {
    await this.#step("makeFolder");
    if (this.folders.has(path)) return false;
    this.folders.add(path);
    return true;
  }

  async read(path: string): Promise<Uint8Array | null> {
    return this.files.get(path)?.content ?? null;
  }

  async list(path: string): Promise<readonly string[]> {
    return [...this.folders, ...this.files.keys()]
      .filter((p) => p !== "/" && dirname(p) === path)
      .map((p) => p.slice(path.length + 1));
  }

  async syncFolder(path: string): Promise<void> {
    await this.#step("sync");
    for (const [name, file] of this.files) if (dirname(name) === path) file.named = true;
  }

  async removeFolder(path: string): Promise<void> {
    await this.#step("remove");
    this.folders.delete(path);
    for (const name of this.files.keys()) if (dirname(name) === path) this.files.delete(name);
  }

  async openAppend(path: string): Promise<AppendFile> {
    await this.#step("open");
    const there = this.files.get(path);
    const file = there ?? { ...fileOf(new Uint8Array()), named: false };
    if (there === undefined) this.files.set(path, file);
    return this.#appendTo(file);
  }

  async rewrite(path: string): Promise<void> {
    await this.#step("rewrite");
    const file = this.files.get(path);
    if (file === undefined) throw systemError("ENOENT");
    await this.#sync(file);
    // The same bytes once more: what was on the disk never left it, and what had been dropped is there by now.
    file.lost = [];
  }

  async #sync(file: SimFile): Promise<void> {
    const from = file.dirtyFrom;
    try {
      await this.#step("sync");
      file.dirtyFrom = file.content.length;
    } catch (error) {
      file.lost = [...file.lost, [from, file.content.length]];
      file.dirtyFrom = file.content.length;
      throw error;
    }
  }

  #appendTo(file: SimFile): AppendFile {
    return {
      sizeBytes: async () => file.content.length,
      append: async (bytes) => {
        const fate = await this.#step("append");
        const written = fate === "done" ? bytes : bytes.subarray(0, Math.floor(bytes.length / 2));
        file.content = new Uint8Array(Buffer.concat([file.content, written]));
        if (fate === "half") await gone();
        if (fate === "full") throw systemError("ENOSPC");
      },
      truncate: async (sizeBytes) => {
        await this.#step("truncate");
        file.content = file.content.slice(0, sizeBytes);
        file.dirtyFrom = Math.min(file.dirtyFrom, sizeBytes);
        file.lost = file.lost
          .map(([from, to]) => [from, Math.min(to, sizeBytes)] as const)
          .filter(([from, to]) => from < to);
      },
      sync: () => this.#sync(file),
      close: async () => undefined,
    };
  }
}

/** One that is on the disk as it is read. */
export function fileOf(content: Uint8Array): SimFile {
  return { content, dirtyFrom: content.length, lost: [], named: true };
}

/** What of it is on the disk for sure, from its begin. */
export function syncedPart({ content, dirtyFrom, lost }: SimFile): Uint8Array {
  return content.slice(0, Math.min(dirtyFrom, ...lost.map(([from]) => from)));
}

function afterPowerFailure(
  { content, dirtyFrom, lost }: SimFile,
  { extraBytes, reordered }: { readonly extraBytes: number; readonly reordered?: boolean },
): Uint8Array {
  const length = Math.min(content.length, dirtyFrom + extraBytes);
  const left = content.slice(0, length);
  if (reordered === true) left.fill(0, dirtyFrom, Math.ceil((dirtyFrom + length) / 2));
  for (const [from, to] of lost) left.fill(0, from, Math.min(to, length));
  return left;
}

async function gone(): Promise<never> {
  return await new Promise<never>(() => undefined);
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: refused by the simulation`), { code });
}
