import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";

function registryWith(secrets: Readonly<Record<string, string>>) {
  const registry = secretRegistry();
  for (const [name, value] of Object.entries(secrets)) registry.add(name, value);
  return registry;
}

const SECRET = 'p@ss "w0rd"/+ü';

describe("a secret is replaced", () => {
  it.each([
    ["as it is", SECRET],
    ["URL-encoded", encodeURIComponent(SECRET)],
    ["URL-encoded in lower case", encodeURIComponent(SECRET).replace(/%../g, (escape) => escape.toLowerCase())],
    ["as a form's value", new URLSearchParams({ "": SECRET }).toString().slice(1)],
    ["in JSON", JSON.stringify(SECRET).slice(1, -1)],
    ["in hexadecimal", Buffer.from(SECRET).toString("hex")],
    ["in base64", Buffer.from(SECRET).toString("base64")],
    ["in base64 for URLs", Buffer.from(SECRET).toString("base64url")],
  ])("%s", (_, form) => {
    expect(registryWith({ PD_KEY: SECRET }).redact(`a ${form} b`)).toBe("a «secret PD_KEY» b");
  });

  it("in a Basic header of any user, but for the characters that it shares with others", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, maxLength: 40 }),
        fc.string({ maxLength: 9 }),
        fc.string({ maxLength: 9 }),
        (secret, before, after) => {
          const bytes = Buffer.byteLength(secret);
          if (secret.trim() !== secret) return;
          const text = Buffer.from(before + secret + after).toString("base64");
          const left = registryWith({ S: secret }).redact(text).replaceAll("«secret S»", "");
          expect(text.length - left.length).toBeGreaterThanOrEqual(Math.floor((bytes * 8) / 6) - 2);
        },
      ),
    );
  });

  it("wherever it stands, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(secret.trim().length >= 4 && !"«secret S»".includes(secret));
        expect(registryWith({ S: secret }).redact(before + secret + after)).not.toContain(secret);
      }),
    );
  });

  it("whole where one contains another", () => {
    const registry = registryWith({ SHORT: "abcd", LONG: "abcdefgh" });
    expect(registry.redact("abcdefgh abcd")).toBe("«secret LONG» «secret SHORT»");
  });

  it("line by line where it is a key", () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${"MIGH".repeat(16)}\n${"Ab3d".repeat(16)}\n-----END PRIVATE KEY-----\n`;
    const text = registryWith({ KEY: key }).redact(`${JSON.stringify(key)} and cut: ${"Ab3d".repeat(16)}`);
    expect(text).not.toMatch(/MIGH|Ab3d/);
  });

  it("without breaking JSON, whatever it is called", () => {
    const registry = registryWith({ 'a"b\\c\nd': "hunter22" });
    expect(JSON.parse(registry.redact(JSON.stringify({ token: "hunter22" })))).toEqual({ token: "«secret a_b_c_d»" });
  });
});

describe("what is no secret", () => {
  it("stays", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(secretRegistry().redact(text)).toBe(text);
      }),
    );
    expect(registryWith({ S: "hunter22" }).redact("nothing to hide")).toBe("nothing to hide");
  });

  it("is anything of fewer than four characters", () => {
    expect(registryWith({ S: "abc" }).redact("abc")).toBe("abc");
  });
});
