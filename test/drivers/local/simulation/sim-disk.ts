import { dirname } from "node:path/posix";
import type { AppendFile, Disk } from "../../../../src/drivers/local/disk.ts";

interface SimFile {
  content: Uint8Array;
  /** How much of it a power failure leaves at least. */
  syncedBytes: number;
  /** The folder was synced since it was made. */
  named: boolean;
}

/** What happens at an operation: `crash` before it, `half` in the middle of it; the process is gone then, and its operations never end. */
export type Fate = "done" | "crash" | "half" | "full" | "read-only";

/** A disk in memory that fails, tears or loses power where it is told to. `fate` sees each changing operation, counted from 1. */
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
    return fate;
  }

  /**
   * What another process finds: after a kill everything written, after a power failure what was synced and `extraBytes` more; `reordered`: of these
   * only the later half reached the disk, and zeros stand before it.
   */
  restart(power: { readonly extraBytes: number; readonly reordered?: boolean } | null): SimDisk {
    const next = new SimDisk();
    for (const folder of this.folders) next.folders.add(folder);
    for (const [path, file] of this.files) {
      if (power !== null && !file.named) continue;
      const length =
        power === null ? file.content.length : Math.min(file.content.length, file.syncedBytes + power.extraBytes);
      const content = file.content.slice(0, length);
      if (power?.reordered === true) content.fill(0, file.syncedBytes, Math.ceil((file.syncedBytes + length) / 2));
      next.files.set(path, { content, syncedBytes: length, named: true });
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
    const file = this.files.get(path) ?? { content: new Uint8Array(), syncedBytes: 0, named: false };
    this.files.set(path, file);
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
        file.syncedBytes = Math.min(file.syncedBytes, sizeBytes);
      },
      sync: async () => {
        await this.#step("sync");
        file.syncedBytes = file.content.length;
      },
      close: async () => undefined,
    };
  }
}

async function gone(): Promise<never> {
  return await new Promise<never>(() => undefined);
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: refused by the simulation`), { code });
}
