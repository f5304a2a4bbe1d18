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

  async function readWhole(key: Uint8Array, hash: string): Promise<string | null> {
    const bytes = await disk.read(`${folder}/${hash}`);
    const text = bytes === null ? null : new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    return text !== null && hashOf(key, text) === hash ? text : null;
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
      const path = `${folder}/${hash}`;
      // What is there already is never cut first: a crash would take it. A sync of it may have failed, so it is written in its place once more.
      await ((await readWhole(key, hash)) === null ? put(path, new TextEncoder().encode(text)) : disk.rewrite(path));
      await disk.syncFolder(folder);
      await disk.syncFolder(runFolder);
      return hash;
    },
    async read(hash) {
      const key = await readKey();
      return key === null || !/^[0-9a-f]{64}$/.test(hash) ? null : await readWhole(key, hash);
    },
  };
}

function hashOf(key: Uint8Array, text: string): string {
  return createHmac("sha256", key).update(text, "utf8").digest("hex");
}
