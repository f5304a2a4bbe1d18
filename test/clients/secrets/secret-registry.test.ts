import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOrdinary } from "../../../src/clients/secrets/ordinary-secret.ts";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";

function registryWith(secrets: Readonly<Record<string, string>>) {
  const registry = secretRegistry();
  for (const [name, value] of Object.entries(secrets)) registry.add(name, value);
  return registry;
}

const SECRET = 'p@ss "w0rd"/+&<ü';

describe("a secret is replaced", () => {
  it.each<[string, string]>([
    ["as it is", SECRET],
    ["URL-encoded", encodeURIComponent(SECRET)],
    ["URL-encoded in lower case", encodeURIComponent(SECRET).replace(/%../g, (escape) => escape.toLowerCase())],
    ["as a form's value", new URLSearchParams({ "": SECRET }).toString().slice(1)],
    ["in JSON", JSON.stringify(SECRET).slice(1, -1)],
    ["in JSON inside of JSON", 'p@ss \\\\\\"w0rd\\\\\\"/+&<ü'],
    // https://pkg.go.dev/encoding/json: "the angle brackets and ampersand are escaped to \\u003c, \\u003e and \\u0026".
    ["in Go's JSON", 'p@ss \\"w0rd\\"/+\\u0026\\u003cü'],
    ["in hexadecimal", Buffer.from(SECRET).toString("hex")],
    ["in base64", Buffer.from(SECRET).toString("base64")],
    ["in base64 for URLs", Buffer.from(SECRET).toString("base64url")],
    ["in JSON as Python writes it", 'p@ss \\"w0rd\\"/+&<\\u00fc'],
    ["in JSON as PHP writes it", 'p@ss \\"w0rd\\"\\/+&<ü'],
    ["in JSON as .NET writes it", "p@ss \\u0022w0rd\\u0022/\\u002B\\u0026\\u003C\\u00FC"],
    ["in a URL, with its slashes", "p@ss%20%22w0rd%22/%2B%26%3C%C3%BC"],
    ["in a URL twice", encodeURIComponent(encodeURIComponent(SECRET))],
    ["in a URL within JSON within HTML", "p@ss%20%22w0rd%22\\/%2B&amp;%3C%C3%BC"],
    ["in HTML, by numbers", "p@ss &#34;w0rd&#x22;/&#43;&amp;&lt;&#252;"],
    ["in base64 in a URL", encodeURIComponent(Buffer.from(SECRET).toString("base64").replace("=", ""))],
    ["in octal escapes", "p@ss\\040\\042w0rd\\042/+&<\\303\\274"],
    [
      "all of it in octal escapes",
      [...Buffer.from(SECRET)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join(""),
    ],
    ["in Python's bytes", 'p@ss "w0rd"/+&<\\xc3\\xbc'],
    ...[":", " ", "-", ", ", ",", ":\n  ", "\n", ", 0x", " 0x"].map((sign): [string, string] => [
      `in hexadecimal with ${JSON.stringify(sign)} between its bytes`,
      Buffer.from(SECRET)
        .toString("hex")
        .replace(/..(?=.)/g, `$&${sign}`),
    ]),
    [
      "in capital hexadecimal with colons",
      Buffer.from(SECRET)
        .toString("hex")
        .toUpperCase()
        .replace(/..(?=.)/g, "$&:"),
    ],
    ["as Go prints bytes", [...Buffer.from(SECRET)].join(" ")],
    ["as JSON of bytes", JSON.stringify(Buffer.from(SECRET)).replace(/^.*\[|\].*$/g, "")],
    ["as Go prints bytes, among others", `${[...Buffer.from("get ")].join(" ")} ${[...Buffer.from(SECRET)].join(" ")}`],
    ["in JavaScript", "p@ss \\x22w0rd\\x22\\x2f\\x2b\\x26\\x3c\\xfc"],
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

  it("in base64 within base64, as in a Secret that holds a registry's login", () => {
    const secret = "Xk9wQ2ZbTg7Hq4PnV3sLd8";
    for (const user of ["a", "ab", "abc"])
      for (const lead of ["", " ", "  "]) {
        const login = `${lead}{"auth":"${Buffer.from(`${user}:${secret}`).toString("base64")}"}`;
        const left = registryWith({ S: secret }).redact(Buffer.from(login).toString("base64"));
        const [before = "", after = ""] = left.split("«secret S»");
        // At either side one character of the inner shares its bits with a neighbour, and one of the outer.
        const known = Buffer.from(
          Buffer.from(before, "base64")
            .toString()
            .replace(/^.*"auth":"/, ""),
          "base64",
        ).toString();
        expect(known.length).toBeLessThanOrEqual(`${user}:`.length + 1);
        expect(after.length).toBeLessThan(16);
      }
  });

  it("wherever it stands, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(![secret, secret.trim()].some(isOrdinary) && !"«secret S»".includes(secret));
        expect(registryWith({ S: secret }).redact(before + secret + after)).not.toContain(secret);
      }),
    );
  });

  it("whole where one contains another", () => {
    const registry = registryWith({ SHORT: "aB3d", LONG: "aB3defgh" });
    expect(registry.redact("aB3defgh aB3d")).toBe("«secret LONG» «secret SHORT»");
  });

  it("cut off by three dots as well as by one sign for them", () => {
    const { redact } = registryWith({ PD_KEY: "N0t-4-word/with.more" });
    expect(redact("a N0t-4-wo… b N0t-4-word/w... c")).toBe("a «secret PD_KEY»… b «secret PD_KEY»... c");
  });

  it("in lines of the dashes that a key begins with, in time", () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC".repeat(50)}\n-----END PRIVATE KEY-----\n`;
    const { redact } = registryWith({ KEY: key });
    const startedMs = performance.now();
    const text = "-".repeat(2_000_000);
    expect(redact(text)).toBe(text);
    // At each dash all of the key was compared: a quarter of a minute.
    expect(performance.now() - startedMs).toBeLessThan(8_000);
  });

  it("in small letters, as the name of a host comes back", () => {
    expect(registryWith({ S: "Xk9wQ2ZbT" }).redact("to https://xk9wq2zbt.example/")).toBe(
      "to https://«secret S».example/",
    );
  });

  it.each([
    ["plain", "Xk9wQ2ZbTXk9wQ2ZbT".slice(0, 11)],
    ["in hexadecimal", Buffer.from("Xk9wQ2ZbTXk9wQ2ZbT").toString("hex").slice(0, 13)],
  ])("where it was cut off, %s", (_, begin) => {
    expect(registryWith({ S: "Xk9wQ2ZbTXk9wQ2ZbT" }).redact(`it said ${begin}…`)).toBe("it said «secret S»…");
  });

  it.each([
    ["at the end of the text", "token aB3dE6gH", "token «secret S»"],
    ["before a quote", '{"said":"aB3dE6gHi","code":4}', '{"said":"«secret S»","code":4}'],
    ["before a blank", "token aB3dE6gHi9 was refused", "token «secret S» was refused"],
    [
      "before stars",
      "Incorrect API key provided: aB3dE6gHi***********.",
      "Incorrect API key provided: «secret S»***********.",
    ],
    ["within a sign's escape", "?token=aB3dE6gHi9%2", "?token=«secret S»"],
    ["at the end of a line, wrapped", "aB3dE6gH\ni9/kL2mN\nand so on", "«secret S»\nand so on"],
    ["behind an escape", "aB3dE6gHi9\\/kL2m", "«secret S»"],
    ["in hexadecimal", `of ${Buffer.from("aB3dE6gHi9").toString("hex")}: no`, "of «secret S»: no"],
    ["spelled in bytes", "61:42:33:64:45:36:67:48:69:39:2", "«secret S»:2"],
  ])("cut off without a sign for it, %s", (_, said, told) => {
    expect(registryWith({ S: "aB3dE6gHi9/kL2mN5oP8" }).redact(said)).toBe(told);
  });

  it("whole where it begins within what seems to be another, cut off", () => {
    const { redact } = registryWith({ A: "x9!!!!!!!!!!Qw3rT6yU", B: "!!!!!!!!!Zk4jH7gF" });
    expect(redact("x9!!!!!!!!!!!!Zk4jH7gF")).not.toMatch(/x9|Zk4|7gF/);
  });

  it("in a text of the sign that it begins with again and again, in time", () => {
    const { redact } = registryWith({ A: "a".repeat(64), B: `${"!".repeat(40)}x7Q`, C: `${"ab".repeat(30)}x7Q` });
    const startedMs = performance.now();
    for (const sign of ["!", "ab", "\\x61 ", "61:", "a\n"]) redact(sign.repeat(1_000_000 / sign.length));
    for (const sign of ["!", "ab", "\\x61 ", "61:", "a\n", "97 ", "\\141"]) redact(sign.repeat(60_000 / sign.length));
    // Looked through anew from each sign they would take minutes.
    expect(performance.now() - startedMs).toBeLessThan(8_000);
  });

  it("where its white space was put on one line", () => {
    expect(registryWith({ S: "Xk9 wQ2\t ZbT" }).redact("it said Xk9 wQ2 ZbT")).toBe("it said «secret S»");
  });

  it.each([
    ["a line's end", "Xk9wQ2Z\nbTg7Hq4P"],
    ["a folded header", "Xk9wQ2Z\r\n  bTg7Hq4P"],
    ["a tab", "Xk\t9wQ2ZbTg7Hq4P"],
    ["lines of three", "Xk9\nwQ2\nZbT\ng7H\nq4P"],
    ["an escaped line's end", "Xk9wQ2Z\\nbTg7Hq4P"],
    ["a line's end in JSON in JSON", "Xk9wQ2Z\\\\r\\\\nbTg7Hq4P"],
    [
      "base64 in lines of 8",
      Buffer.from("Xk9wQ2ZbTg7Hq4P")
        .toString("base64")
        .replace(/.{8}(?=.)/g, "$&\n"),
    ],
    [
      "hexadecimal in lines of 10",
      Buffer.from("Xk9wQ2ZbTg7Hq4P")
        .toString("hex")
        .replace(/.{10}(?=.)/g, "$&\r\n\t"),
    ],
  ])("broken by %s", (_, broken) => {
    expect(registryWith({ S: "Xk9wQ2ZbTg7Hq4P" }).redact(`one\ntwo ${broken}\nthree`)).toBe(
      "one\ntwo «secret S»\nthree",
    );
  });

  it("within base64 of many lines, but for the characters that it shares with others", () => {
    const lines = Buffer.from(`{"authorization":"Bearer Xk9wQ2ZbTg7Hq4PnV3sLd8","when":"today, or tomorrow"}`)
      .toString("base64")
      .replace(/.{24}(?=.)/g, "$&\n");
    const left = registryWith({ S: "Xk9wQ2ZbTg7Hq4PnV3sLd8" }).redact(lines);
    // 25 bytes before it are 33 characters and a third, and with its own 22 they are 62 and two thirds; a line's end stands behind 24 and behind 48.
    expect(left).toBe(`${lines.slice(0, 34 + 1)}«secret S»${lines.slice(62 + 2)}`);
  });

  it("by the first of its names, everywhere", () => {
    const registry = registryWith({ PROM_TOKEN: "Xk9wQ2ZbT", AM_TOKEN: "Xk9wQ2ZbT" });
    const encoded = Buffer.from("Xk9wQ2ZbT").toString("base64");
    expect(registry.redact(`Xk9wQ2ZbT ${encoded}`)).toBe("«secret PROM_TOKEN» «secret PROM_TOKEN»");
  });

  it.each([
    ["PASSWORD", "password", "password=password"],
    ["SLACK_WEBHOOK_URL", "SLACK_WEBHOOK_URL", "to SLACK_WEBHOOK_URL"],
    ["/home/hunter22/token", "hunter22", "of hunter22%20alone"],
  ])("once, where %s is itself called %s", (name, secret, said) => {
    const { redact } = registryWith({ [name]: secret });
    // No part of the name is replaced, also not when it is looked at again, or meant by escapes.
    const once = redact(`${said}, a%20b`);
    expect(once).toBe(`${said.replace(/(?<!^)(?:password|SLACK_WEBHOOK_URL|hunter22)/, `«secret ${name}»`)}, a%20b`);
    expect(redact(once)).toBe(once);
  });

  it("also where a server puts it in what looks like a token", () => {
    expect(registryWith({ S: "Xk9wQ2ZbT" }).redact("«secret Xk9wQ2ZbT»")).toBe("«secret «secret S»»");
  });

  it("whole, where a part of it is another secret and another part of it is escaped", () => {
    expect(registryWith({ SHORT: "Xk9wQ2", LONG: "Xk9wQ2/ZbT81" }).redact("a Xk9wQ2\\/ZbT81 b")).toBe(
      "a «secret LONG» b",
    );
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

  it.each([
    [
      "production-9f8A7b6c5D4e3",
      ["cluster production", "production-9", 'in "production": 4 of 4 ready', "production-eu"],
    ],
    ["production2024xY7zQ9", ["cluster production", "production2024", "production2024 is it"]],
    ["system:serviceaccount:ml:bigops:x9Yz8Wv7", ["User system:serviceaccount:ml:bigops cannot list pods"]],
    [
      "https://hooks.slack.com/services/T0AB12CDE/B0FGH34IJ/x9Yz8Wv7Ut6",
      ["https://hooks.slack.com: refused", "https://hooks.slack.com/services"],
    ],
    [
      `-----BEGIN PRIVATE KEY-----\n${"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC".repeat(9)}`,
      ["-----BEGIN PRIVATE KEY-----", "-----BEGIN"],
    ],
    ["eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhIn0.c2lnbmF0dXJl", ["eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJiIn0.b3RoZXJzaWdu"]],
    ["correct-horse-battery-staple", ["correct-horse-battery", "a correct horse"]],
  ])("is not shredded for a secret that begins as it does: %s", (secret, reports) => {
    for (const report of reports) expect(registryWith({ S: secret }).redact(report)).toBe(report);
  });

  it.each(["ml", "true", "password", "feature-api", "Production", "9090", "v2", "ml-1"])(
    "is not shredded for %s: replaced only where a secret stands",
    (secret) => {
      const registry = registryWith({ S: secret });
      const report = `4 of 4 ready in ${secret}, ${secret}-1, x${secret}, ${secret}`;
      expect(registry.redact(report)).toBe(report);
      expect(registry.redact(`password=${secret}`)).toBe("password=«secret S»");
      expect(registry.redact(JSON.stringify({ password: secret }))).toBe('{"password":"«secret S»"}');
      expect(registry.redact(`http://bigops:${secret}@db/`)).toBe("http://bigops:«secret S»@db/");
      expect(registry.redact(`password%3D${secret}%26a`)).toBe("password%3D«secret S»%26a");
      expect(registry.redact(`{&quot;password&quot;:&quot;${secret}&quot;}`)).toBe(
        "{&quot;password&quot;:&quot;«secret S»&quot;}",
      );
      const twice = JSON.stringify(JSON.stringify(JSON.stringify({ password: secret })));
      expect(registry.redact(twice)).toBe(twice.replace(/(?<=:\\+")[^\\]+/, "«secret S»"));
    },
  );
});
