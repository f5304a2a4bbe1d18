import { describe, expect, it } from "vitest";
import { withoutNamedSecrets } from "../../../src/core/text/named-secrets.ts";

const inSentence = (text: string) => withoutNamedSecrets(text, "a sentence");
const inOutput = (text: string) => withoutNamedSecrets(text, "an output");

describe("a value behind a name that says what it is", () => {
  it.each([
    ["password=hunter and more", "password=‹hidden› and more"],
    ["password =   hunter and more", "password =   ‹hidden› and more"],
    ["password:hunter, more", "password:‹hidden›, more"],
    ["password   :hunter;more", "password   :‹hidden›;more"],
    ["password:   hunter2&more", "password:   ‹hidden›&more"],
    ["db_pass: 'hunter'", "db_pass: ‹hidden›"],
    ['db_pass: "hunter 2"', "db_pass: ‹hidden›"],
    ["a.signing.key=hunter", "a.signing.key=‹hidden›"],
    ["-Dtrust.store-password=hunter", "-Dtrust.store-password=‹hidden›"],
    [`{'token':'hunter 2','a':1}`, `{'token':‹hidden›,'a':1}`],
    [`{"token" : "hunter 2","a":1}`, `{"token" : ‹hidden›,"a":1}`],
    [`${"x".repeat(100)}_token=hunter`, `${"x".repeat(100)}_token=‹hidden›`],
    [`token: ${"x".repeat(200)}1`, "token: ‹hidden›"],
    ["token=a token=b,token=c", "token=‹hidden› token=‹hidden›,token=‹hidden›"],
    ["msg=token=hunter", "msg=token=‹hidden›"],
    ['said "token=hunter"', 'said "token=‹hidden›'],
    ["token=password=hunter a=1", "token=‹hidden› a=1"],
  ])("%s", (said, shown) => {
    expect(inSentence(said)).toBe(shown);
  });

  it.each([
    "password",
    "password=",
    "password and hunter2",
    "password: missing",
    "the key: hunter2",
    "a password\n\n\n\n=x",
    "pass=3, bypass=x",
    'unexpected token="a"',
    'Unexpected token: "a"',
  ])("but not so: %s", (said) => {
    expect(inSentence(said)).toBe(said);
  });

  it("a token that is unexpected is one of a language; what is named otherwise is none", () => {
    expect(inSentence('an unexpected password: "a"')).toBe("an unexpected password: ‹hidden›");
    expect(inSentence('an expected token: "a"')).toBe("an expected token: ‹hidden›");
  });
});

describe("a value in quotes ends at its own", () => {
  it.each([
    ['token="a b" c', "token=‹hidden› c"],
    ["token='a b' c", "token=‹hidden› c"],
    ["token=\"a 'b' c\" d", "token=‹hidden› d"],
    ["token='a \"b\" c' d", "token=‹hidden› d"],
    ['token="a\\" b" c', "token=‹hidden› c"],
    ["token='a\\' b' c", "token=‹hidden› c"],
    ['token="a\\\\" c', "token=‹hidden› c"],
    ['token="" c', "token=‹hidden› c"],
    ["token='' c", "token=‹hidden› c"],
    ['token="a b', "token=‹hidden›"],
    ["token='a b", "token=‹hidden›"],
    ['token="a b\\', "token=‹hidden›"],
    ["token='a b\\", "token=‹hidden›"],
    // JSON as a text in JSON: its quotes have a backslash, a backslash in it has another one.
    ['"{\\"token\\":\\"a b\\",\\"c\\":1}"', '"{\\"token\\":‹hidden›,\\"c\\":1}"'],
    ['"{\\"token\\": \\"a \\\\\\" b\\", \\"c\\":1}"', '"{\\"token\\": ‹hidden›, \\"c\\":1}"'],
    ['"{\\"token\\":\\"a \\\\n b\\",\\"c\\":1}"', '"{\\"token\\":‹hidden›,\\"c\\":1}"'],
    ['"{\\"token\\":\\"a \\n b\\",\\"c\\":1}"', '"{\\"token\\":‹hidden›,\\"c\\":1}"'],
    ['"{\\"token\\":\\"a b', '"{\\"token\\":‹hidden›'],
    ['"{\\"token\\":\\"a b" and more', '"{\\"token\\":‹hidden› and more'],
  ])("%s", (said, shown) => {
    expect(inSentence(said)).toBe(shown);
  });
});

describe("tokens that are counted are none", () => {
  it.each(["tokens=4096", "max_tokens: 4096", "Tokens: 123456789012, more", '{"tokens":12}', "tokens: 5. Then more"])(
    "%s",
    (said) => {
      expect([inSentence(said), inOutput(said)]).toEqual([said, said]);
    },
  );

  it.each([
    ["tokens=4096x", "tokens=‹hidden›"],
    ["tokens=12-34", "tokens=‹hidden›"],
    ["tokens=12.ab", "tokens=‹hidden›"],
    ["tokens=x4096", "tokens=‹hidden›"],
    ["tokens=1234567890123", "tokens=‹hidden›"],
    ['tokens="4096"', "tokens=‹hidden›"],
    ["token=4096", "token=‹hidden›"],
    ["tokens_of=4096", "tokens_of=‹hidden›"],
    ["secret_tokens=4096", "secret_tokens=‹hidden›"],
    ["password=4096", "password=‹hidden›"],
  ])("%s", (said, shown) => {
    expect(inSentence(said)).toBe(shown);
  });
});

describe("an option with its value", () => {
  it.each([
    ["login --password hunter --user ada", "login --password ‹hidden› --user ada"],
    ["login --db-token   a,b;c&d --user ada", "login --db-token   ‹hidden› --user ada"],
    ["login --apikey 'a b' --user ada", "login --apikey ‹hidden› --user ada"],
    ['login --api-key "a b" --user ada', "login --api-key ‹hidden› --user ada"],
    ["login --password=hunter --user ada", "login --password=‹hidden› --user ada"],
  ])("%s", (said, shown) => {
    expect(inSentence(said)).toBe(shown);
  });

  it.each([
    "--password --user",
    "--password",
    "--user ada",
    "a --passing note",
    "the password hunter",
    "-password hunter",
  ])("but not so: %s", (said) => {
    expect(inSentence(said)).toBe(said);
  });
});

describe("in an output whatever stands behind a name is a value", () => {
  it.each([
    ["password: hunter and", "password: ‹hidden› and"],
    ["password   :   hunter", "password   :   ‹hidden›"],
    ['"token"  =  hunter', '"token"  =  ‹hidden›'],
    ["password=hunter", "password=‹hidden›"],
    ["login --password hunter", "login --password ‹hidden›"],
    ["db_pwd: hunter", "db_pwd: ‹hidden›"],
    ["'token': hunter", "'token': ‹hidden›"],
    ['{"token": "a b"}', '{"token": ‹hidden›}'],
    ["tokens: x1", "tokens: ‹hidden›"],
    ["tokens: none, secret_tokens: none", "tokens: none, secret_tokens: ‹hidden›"],
  ])("%s", (said, shown) => {
    expect(inOutput(said)).toBe(shown);
  });
});

it.each(["token=", 'token="', "token='\\", 'token=\\"', "a.b-", "--token ", "unexpected token", "token: x"])(
  "takes time by its length: many %j",
  (piece) => {
    const startedMs = performance.now();
    inSentence(piece.repeat(100_000));
    // By the square of its length it would take minutes.
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  },
);
