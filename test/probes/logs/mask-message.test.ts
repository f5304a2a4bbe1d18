import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskMessage } from "../../../src/probes/logs/mask-message.ts";

test.each([
  ["KeyError: 'user_82734512'", "KeyError: '<*>'"],
  ["KeyError: 'alice'", "KeyError: '<*>'"],
  ["KeyError: 'unterminated", "KeyError: '<*>'"],
  ['no feature named "price per night" for entity 12345', 'no feature named "<*>" for entity <*>'],
  ["can't read the index", "can't read the index"],
  ["lookup took 5012ms, limit 200ms", "lookup took <*>, limit <*>"],
  ["timeout reading from http://kv-store:8080/entities/u-93?consistent=1", "timeout reading from http://kv-store/<*>"],
  [
    "timeout reading from postgres://bob:hunter2@db.internal/features",
    "timeout reading from postgres://db.internal/<*>",
  ],
  ["cannot reach redis://:p@ssword-rest@redis:6379", "cannot reach redis://redis/<*>"],
  ["cannot reach redis://app:pa/ss'wo@rd-rest@redis", "cannot reach redis://redis/<*>"],
  ["cannot reach http://kv:8080/x@y", "cannot reach http://kv/<*>"],
  ["connect ECONNREFUSED 10.42.1.17:8080", "connect ECONNREFUSED <*>"],
  ["trace 4f1c2a9b8e7d6c5b4a39 failed", "trace <*> failed"],
  ["job 123e4567-e89b-12d3-a456-426614174000 done", "job <*> done"],
  ["mail to guest.person@example.com bounced", "mail to <*> bounced"],
  ["entity alice not found", "entity <*> not found"],
  ["entity_id=alice region=eu", "entity_id=<*> region=<*>"],
  ["key not found", "key not found"],
  [
    "StorageError: write-ahead log is read-only, refusing to serve",
    "StorageError: write-ahead log is read-only, refusing to serve",
  ],
  ['bad vector [0.12, 0.99, 0.5] for {"id": 3}', "bad vector [<*>] for {<*>}"],
  ["first line\nsecond line with 'secret'", "first line"],
  ["2026-11-22T03:06:40.123Z ERROR failed", "<*> ERROR failed"],
  ["\n  pool   closed \t", "pool closed"],
  ['no feature "price \\"per\\" night', 'no feature "<*>"'],
  ["cut in the middle of an escape: 'alice\\", "cut in the middle of an escape: '<*>'"],
  ["mail to a@example.com+b@example.org bounced", "mail to <*> bounced"],
  ["--password=hunter --entity=alice", "--password=<*> --entity=<*>"],
  [`token is ${"Ab".repeat(24)}`, "token is <*>"],
  [`token was /${"Ab".repeat(24)}`, "token was <*>"],
  // Quotes of all kinds, closed or not; of a text that is nothing else, too.
  ['"@"', '"<*>"'],
  ["no 'alice\\' smith' here", "no '<*>' here"],
  ["no `price per night` and `x` here", "no `<*>` and `<*>` here"],
  ["no `price per night", "no `<*>`"],
  ["no “alice smith” and «bob» here", 'no "<*>" and "<*>" here'],
  ["no «alice smith", 'no "<*>"'],
  ["dropped [alice, bob] and [carol] now", "dropped [<*>] and [<*>] now"],
  ["dropped [alice, bob", "dropped [<*>]"],
  ["dropped {name: alice} and {bob} now", "dropped {<*>} and {<*>} now"],
  ["dropped {name: alice", "dropped {<*>}"],
  // Of an address its scheme and its host stay, whoever logs in there.
  ["GET HTTP://kv-store/users/alice failed", "GET HTTP://kv-store/<*> failed"],
  ["cannot reach ssh://git@host.internal/alice, gone", "cannot reach ssh://host.internal/<*>, gone"],
  ["cannot reach kv://host:port/alice", "cannot reach kv://host/<*>"],
  ["a.b-c=alice,d=bob; e_f=carol", "a.b-c=<*>,d=<*>; e_f=<*>"],
  ["a == b", "a == b"],
  ["mail to a@example.com@example.org, gone", "mail to <*>, gone"],
  // What follows a word that announces an id.
  ["user:alice, user : alice, user #alice, user  alice", "user <*>, user <*>, user <*>, user <*>"],
  ["userid alice, user-id alice, user_id alice, user ids alice", "userid <*>, user-id <*>, user_id <*>, user ids <*>"],
  ["user 'alice' and user [alice", "user '<*>' and user [<*>]"],
  ["user (alice)", "user <*>)"],
  // A word that goes on with the sentence is none.
  ["user id not found, the user: Not found", "user id not found, the user: Not found"],
  ["entity no longer there, user service is down", "entity no longer there, user service is down"],
  // Encoded values have capitals and small letters, names of constants do not.
  ["SOME_CONSTANT_OF_A_PROGRAM_WITH_A_VERY_LONG_NAME", "SOME_CONSTANT_OF_A_PROGRAM_WITH_A_VERY_LONG_NAME"],
  ["some-resource-of-a-cluster-with-a-very-long-name", "some-resource-of-a-cluster-with-a-very-long-name"],
  ["tried 1, 2; 3: 4 | 5 - 6 then 7", "tried <*> then <*>"],
])("%s", (message, masked) => {
  expect(maskMessage(message)).toBe(masked);
});

describe("no value survives", () => {
  const id = fc.stringMatching(/^[a-z]{2,8}[_-]?[0-9]{2,10}$/);
  const sentences: readonly ((value: string) => string)[] = [
    (value) => `KeyError: '${value}'`,
    (value) => `entity ${value} not found in group`,
    (value) => `failed for ${value}, giving up`,
    (value) => `id=${value};retry`,
    (value) => `GET http://kv-store:8080/entities/${value} failed`,
    (value) => `dropped [${value}, ${value}]`,
  ];
  test.each(sentences.map((sentence, index) => [index, sentence] as const))("sentence %i", (_index, sentence) => {
    fc.assert(
      fc.property(id, (value) => {
        expect(maskMessage(sentence(value))).not.toContain(value);
      }),
    );
  });

  test("whichever digits there are: the sentence is the same without knowing them", () => {
    const part = fc.constantFrom(
      "id=",
      "entity ",
      "http://kv:63/a7",
      "'x1'",
      "[4, 5]",
      "user_9",
      "lookup failed",
      "0x3f",
      ": ",
      "a@b2.io",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string({ maxLength: 12 })), { maxLength: 12 }), (parts) => {
        const message = parts.join(" ");
        expect(maskMessage(message.replace(/\d/g, "0"))).toBe(maskMessage(message));
      }),
      { numRuns: 2_000 },
    );
  });

  test("any text in quotes", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z ]{6,20}$/), (value) => {
        expect(maskMessage(`no such key: "${value}"`)).toBe('no such key: "<*>"');
      }),
    );
  });
});

test("of a long line its first 400 characters are enough", () => {
  expect(maskMessage(`${"word ".repeat(80)}end`)).toBe("word ".repeat(80).trim());
  expect(maskMessage(`${"word ".repeat(79)}ends`)).toMatch(/ ends$/);
});

test("a word that is cut at the end of these is left out, since its form is no longer known", () => {
  const before = "word ".repeat(78);
  expect(maskMessage(`${before}alice@example.com bounced`)).toBe(before.trim());
  expect(maskMessage(`${before}to ${"w".repeat(7)} bounced`)).toBe(`${before}to ${"w".repeat(7)}`);
  expect(maskMessage(`${before}to ${"w".repeat(8)}`)).toBe(`${before}to`);
  expect(maskMessage("w".repeat(400))).toBe("w".repeat(400));
  expect(maskMessage("w".repeat(401))).toBe("<*>");
});

test("hostile lines are masked in no time", () => {
  const began = performance.now();
  for (const line of [
    "'".repeat(100_000),
    "a=".repeat(50_000),
    "{[".repeat(50_000),
    "a1".repeat(50_000),
    "http://".repeat(20_000),
  ])
    maskMessage(line);
  expect(performance.now() - began).toBeLessThan(500);
});
