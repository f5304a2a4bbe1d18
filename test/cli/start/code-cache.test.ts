import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCode, writeCode } from "../../../src/cli/start/code-cache.ts";

describe("the cache of compiled code", () => {
  const code = Buffer.from([0, 10, 255, 10, 7]);
  let home = "";
  const cache = (key = "v20 x64 1") => ({ file: join(home, "cache", "run.code"), key });

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "bigops-code-"));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it("gives back what was kept, readable by its user alone", () => {
    expect(readCode(cache())).toBeUndefined();
    writeCode(cache(), code);
    expect(readCode(cache())).toEqual(code);
    expect(statSync(cache().file).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, "cache")).mode & 0o777).toBe(0o700);
  });

  it("does not use the code of another version or program", () => {
    writeCode(cache("v20 x64 1"), code);
    expect(readCode(cache("v22 x64 1"))).toBeUndefined();
  });

  it.each([0, 3, 30, -1])("does not use code with a damaged byte at %i", (at) => {
    writeCode(cache(), code);
    const bytes = readFileSync(cache().file);
    const index = at < 0 ? bytes.length + at : at;
    bytes[index] = (bytes[index] ?? 0) ^ 1;
    writeFileSync(cache().file, bytes);
    expect(readCode(cache())).toBeUndefined();
  });

  it("does not use code that was cut short", () => {
    writeCode(cache(), code);
    writeFileSync(cache().file, readFileSync(cache().file).subarray(0, -1));
    expect(readCode(cache())).toBeUndefined();
  });

  it("neither reads nor writes where others may write", () => {
    writeCode(cache(), code);
    chmodSync(cache().file, 0o620);
    expect(readCode(cache())).toBeUndefined();
    chmodSync(cache().file, 0o600);
    chmodSync(join(home, "cache"), 0o777);
    expect(readCode(cache())).toBeUndefined();
    writeCode(cache(), Buffer.from("other"));
    expect(readFileSync(cache().file).subarray(-code.length)).toEqual(code);
  });

  it("is done without where it cannot be kept", () => {
    writeFileSync(join(home, "cache"), "a file in the folder's place");
    expect(() => writeCode(cache(), code)).not.toThrow();
    expect(readCode(cache())).toBeUndefined();
  });
});
