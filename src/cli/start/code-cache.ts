import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";

/** Compiled code kept in a file, for one program under one version of Node. */
export interface CodeCache {
  readonly file: string;
  /** What the code was compiled from and with; code of another key is not used. */
  readonly key: string;
}

/**
 * The compiled code; undefined where there is none that can be trusted: of another key, damaged, or in a file that somebody else could have written.
 * V8 itself does not check what it is given, and what it is given is executed.
 */
export function readCode({ file, key }: CodeCache): Buffer | undefined {
  try {
    if (!isOurs(dirname(file)) || !isOurs(file)) return undefined;
    const bytes = readFileSync(file);
    const end = bytes.indexOf("\n");
    const code = bytes.subarray(end + 1);
    return end > 0 && bytes.toString("latin1", 0, end) === header(key, code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** The how-manieth use of the code this is, by the bytes of a file beside it: from 2, since the first one made it. 3 where that cannot be told. */
export function noteUse({ file }: CodeCache): number {
  try {
    appendFileSync(usesOf(file), ".", { mode: 0o600 });
    return statSync(usesOf(file)).size + 1;
  } catch {
    return 3;
  }
}

function usesOf(file: string): string {
  return `${file}.uses`;
}

/** Keeps the code, whole or not at all. A cache that cannot be written is done without. */
export function writeCode({ file, key }: CodeCache, code: Buffer): void {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    if (!isOurs(dirname(file))) return;
    writeFileSync(draft, Buffer.concat([Buffer.from(`${header(key, code)}\n`, "latin1"), code]), { mode: 0o600 });
    renameSync(draft, file);
    rmSync(usesOf(file), { force: true });
  } catch {
    try {
      unlinkSync(draft);
    } catch {
      // It was never made.
    }
  }
}

function header(key: string, code: Buffer): string {
  return `bigops code cache ${key} ${code.length} ${crc32(code)}`;
}

/** Belongs to this user, and nobody else may write to it. */
function isOurs(path: string): boolean {
  const { uid, mode } = statSync(path);
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}
