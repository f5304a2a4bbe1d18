import { describe, expect, it } from "vitest";
import { withoutOwnForms, withoutSecretForms } from "../../../src/core/text/secret-forms.ts";

const inSentence = (text: string) => withoutSecretForms(text, "a sentence");

/** So many characters of those that a key is made of. */
const of = (alphabet: string, length: number) => alphabet.repeat(length).slice(0, length);

describe("a key is known by its first letters and its length", () => {
  it.each([
    ...["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"].map((begin) => [begin, "aB3_", 20] as const),
    ...["sk_live_", "sk_test_", "rk_live_", "pk_test_"].map((begin) => [begin, "aB3", 8] as const),
    ...["xoxa-", "xoxb-", "xoxp-", "xoxr-", "xoxs-"].map((begin) => [begin, "1-aB_", 10] as const),
    ["hf_", "aB3", 20],
    ["glpat-", "a_B-3", 16],
    ["AIza", "a_B-3", 35],
    ["eyJ", "a_B-3", 10],
    ["sk-", "ab3", 20],
    ["sk-", "a-bC", 20],
    ["AKIA", "A3", 16],
    ["ASIA", "A3", 16],
  ] as const)("%s and more of %s, at least %d", (begin, alphabet, least) => {
    const used = (key: string) => withoutOwnForms(`used ${key}, refused`);
    expect(used(begin + of(alphabet, least))).toBe("used ‹hidden›, refused");
    const short = begin + of(alphabet, least - 1);
    expect(used(short)).toBe(`used ${short}, refused`);
  });

  it.each([
    ...["ghx_", "xoxz-", "ak_live_", "sk_prod_", "nohf_", "AKIB", "sk:"].map((begin) => begin + of("aB3", 40)),
    `AKIA${of("A3", 17)}`,
    "sk-learn-inference-7d9f8c6b5-x2k4q",
  ])("but not so: %s", (word) => {
    expect(withoutOwnForms(`used ${word}, refused`)).toBe(`used ${word}, refused`);
  });

  it("a key of a model's provider may have its first capital late", () => {
    expect(withoutOwnForms(`sk-${of("ab-c", 100)}D`)).toBe("‹hidden›");
  });

  it("a JSON web token has up to three parts, as it is cut or not signed", () => {
    expect(withoutOwnForms("got eyJhbGciOiJub25l.eyJz-dWI_iOi.c2ln.log")).toBe("got ‹hidden›.log");
    expect(withoutOwnForms("got eyJhbGciOiJub25l.eyJzdWIiOi.")).toBe("got ‹hidden›");
    expect(withoutOwnForms("got eyJhbGciOiJub25l, and more")).toBe("got ‹hidden›, and more");
  });

  it.each(["", "RSA ", "EC ", "OPENSSH "])("a private key, of the kind %j, from its begin to its end", (kind) => {
    const key = `-----BEGIN ${kind}PRIVATE KEY-----\nMIIE-vQ\n-----END ${kind}PRIVATE KEY-----`;
    expect(withoutOwnForms(`a ${key} b ${key} c`)).toBe("a ‹hidden› b ‹hidden› c");
    expect(withoutOwnForms(`a ${key.slice(0, -5)}`)).toBe("a ‹hidden›");
    expect(withoutOwnForms(`a ${key.slice(0, -12)}`)).toBe("a ‹hidden›");
    expect(withoutOwnForms(`a ${key.slice(0, 45)}`)).toBe("a ‹hidden›");
  });

  it("what others may read is no secret", () => {
    const certificate = "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----";
    expect(withoutOwnForms(certificate)).toBe(certificate);
  });
});

describe("what follows a header's name", () => {
  const schemes = ["bearer", "Basic", "BEARER"].map((scheme) => [scheme, "abcdefgh"] as const);
  const others = ["Token", "ApiKey", "api-key", "Digest", "negotiate"].map(
    (scheme) => [scheme, "abcdefghijklmnop"] as const,
  );
  it.each([...schemes, ...others])("Authorization: %s %s", (scheme, secret) => {
    for (const [before, after] of [
      ["Authorization: ", ""],
      ["authorization:", ""],
      ["Authorization =   ", ""],
      ["{'authorization': '", "'}"],
      ['{"authorization"  :  "', '"}'],
      ['{\\"authorization\\":\\"', '\\"}'],
    ] as const)
      for (const blanks of [" ", "   "]) {
        const said = (what: string) => `${before}${scheme}${blanks}${what}${after}`;
        expect(inSentence(said(secret))).toBe(said("‹hidden›"));
        expect(inSentence(said(secret.slice(1)))).toBe(said(secret.slice(1)));
      }
  });

  it.each(["authorization: basic authentication", "authorization: token was required", "preauthorization"])(
    "but not in a sentence about it: %s",
    (sentence) => {
      expect(inSentence(sentence)).toBe(sentence);
    },
  );

  it.each([
    ["Cookie: a=b; c", "Cookie: ‹hidden›"],
    ["cookie:a=b", "cookie:‹hidden›"],
    ["Set-Cookie:   a\nnext", "Set-Cookie:   ‹hidden›\nnext"],
    [`{"cookie": "a"}`, `{"cookie": ‹hidden›`],
    [`{'set-cookie': 'a'}`, `{'set-cookie': ‹hidden›`],
    ["a cookie was set", "a cookie was set"],
  ])("%s", (said, shown) => {
    expect(inSentence(said)).toBe(shown);
  });
});

describe("a token behind its scheme alone", () => {
  const keys = [
    "abcdefg1",
    "abcDefgh",
    "abc_defg",
    "abcdefg=",
    "abc.defg",
    "abc+defg",
    "abc/defg",
    "abc~defg",
    "abc-defg",
    "authentication2",
  ];
  it.each([...keys, of("abc", 20)])("%s", (key) => {
    for (const before of ["bearer ", "Bearer ", "BEARER ", "basic ", "Basic ", "BASIC  ", "basic\t"])
      expect(inSentence(`sent ${before}${key} to it`)).toBe(`sent ${before}‹hidden› to it`);
  });

  it.each([
    "bearer abcdef1",
    "basic assumptions.",
    "basic principles - all",
    `bearer ${of("abc", 19)}`,
    "Basic Authentication, basic Authorization",
    "aerobasic abcdefgh1",
  ])("but not so: %s", (sentence) => {
    expect(inSentence(sentence)).toBe(sentence);
  });
});

it.each([
  ["sig=abcdefghijklmnop&x=1", "sig=‹hidden›&x=1"],
  ["X-Amz-Signature=0123456789abcdef", "X-Amz-Signature=‹hidden›"],
  ["x_sig=ab%2Fcd+ef/gh-ij_", "x_sig=‹hidden›"],
  ["sig=abcdefghijklmno", "sig=abcdefghijklmno"],
  ["config=abcdefghijklmnopq", "config=abcdefghijklmnopq"],
])("a signature by its parameter: %s", (said, shown) => {
  expect(inSentence(said)).toBe(shown);
});
