import { createHmac, randomBytes } from "node:crypto";
import type { Disk } from "../disk.ts";

const KEY_BYTES = 32;

/** Texts beside a run's journal, each in a file of its own (0600) by its hash under the run's own key: they never leave this folder. */
export interface TextsBesideRun {
  /** Resolves with the hash once it is on disk. Rejects with the system's error. */
  keep(text: string): Promise<string>;
  /** null where it is not there, or not whole. */
  read(hash: string): Promise<string | null>;
}

/** `<run>/kept`: the key, and the texts. */
export function textsBesideRun(disk: Disk, runFolder: string): TextsBesideRun {
  const folder = `${runFolder}/kept`;
  const keyPath = `${folder}/key`;

  async function readKey(): Promise<Uint8Array | null> {
    const bytes = await disk.read(keyPath);
    return bytes?.length === KEY_BYTES ? bytes : null;
  }

  async function put(path: string, bytes: Uint8Array): Promise<void> {
    const file = await disk.openAppend(path);
    try {
      // What a crash left of it is not the beginning of this.
      await file.truncate(0);
      await file.append(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  return {
    async keep(text) {
      await disk.makeFolder(folder);
      let key = await readKey();
      if (key === null) {
        key = randomBytes(KEY_BYTES);
        await put(keyPath, key);
      }
      const hash = hashOf(key, text);
      await put(`${folder}/${hash}`, new TextEncoder().encode(text));
      await disk.syncFolder(folder);
      await disk.syncFolder(runFolder);
      return hash;
    },
    async read(hash) {
      const key = await readKey();
      if (key === null || !/^[0-9a-f]{64}$/.test(hash)) return null;
      const bytes = await disk.read(`${folder}/${hash}`);
      if (bytes === null) return null;
      const text = new TextDecoder().decode(bytes);
      return hashOf(key, text) === hash ? text : null;
    },
  };
}

function hashOf(key: Uint8Array, text: string): string {
  return createHmac("sha256", key).update(text, "utf8").digest("hex");
}
