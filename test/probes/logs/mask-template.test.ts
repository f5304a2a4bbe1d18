import { describe, expect, test } from "vitest";
import { judgeLogs } from "../../../src/probes/logs/judge-logs.ts";
import { maskMessage } from "../../../src/probes/logs/mask-message.ts";
import { maskTemplate } from "../../../src/probes/logs/mask-template.ts";

const kept = (message: string) => maskTemplate(maskMessage(message));

test.each([
  ["login refused, Authorization: Bearer abcdefghijklmnop", "login refused, Authorization: Bearer <*>"],
  ["api_key: abcdefghijkl rejected", "api_key: <*> rejected"],
  ["passphrase: abcdefghijk", "passphrase: <*>"],
  ["Set-Cookie: theme=dark; csrf", "Set-Cookie: <*>"],
  ["db_pass: abcdefghijk", "db_pass: <*>"],
  ["db_password:abcdefghijk, closed", "db_password:<*>, closed"],
  ["a.secret-of-b: abcdefghijk", "a.secret-of-b: <*>"],
  ["reset_token: abcdefghijk", "reset_token: <*>"],
  ["run psql --password hunter --dbname ml", "run psql --password <*> --dbname ml"],
])("no secret stays, with or without a digit in it: %s", (message, template) => {
  expect(kept(message)).toBe(template);
});

test.each([
  ["entity ids: alice, bob, carol missing", "entity ids <*> missing"],
  ["entity_ids=alice,bob,carol missing", "entity_ids=<*> missing"],
  ["Lookup failed for entities alice,bob", "Lookup failed for entities <*>"],
  ["no user alice,bob, giving up", "no user <*>, giving up"],
  ["no features of users alice, bob and carol", "no features of users <*>"],
  ["sessions alice and bob, and carol lost", "sessions <*> lost"],
  ["entities missing: alice, bob", "entities missing: <*>"],
  ["keys of search not found: alice", "keys of search not found: <*>"],
  ["userids: alice, bob", "userids <*>"],
  ["userids of it: alice, bob", "userids of it: <*>"],
  ["user_ids = alice and bob", "user_ids = <*>"],
  ["User-Keys of the index:alice", "User-Keys of the index:<*>"],
  ["Members alice, bob", "Members <*>"],
  ["no features for user ids: 17, alice", "no features for user ids <*>"],
])("nothing of a list of things or persons stays: %s", (message, template) => {
  expect(kept(message)).toBe(template);
});

test.each([
  ["GET /users/alice/features failed", "GET /users/<*>/features failed"],
  ["GET /v/user/alice?full failed", "GET /v/user/<*>?full failed"],
  ["DELETE sessions/abcdef, customers/bob: gone", "DELETE sessions/<*>, customers/<*>: gone"],
  ["read entities/alice", "read entities/<*>"],
  ["read USERS/alice/user/bob", "read USERS/<*>/user/<*>"],
  ["read user/alice, superusers/all, /v/superuser/a", "read user/alice, superusers/all, /v/superuser/a"],
])("a path keeps the kind of thing that it names, not which: %s", (message, template) => {
  expect(kept(message)).toBe(template);
});

test.each([
  ["feature user_country = Germany is out of range", "feature user_country = <*> is out of range"],
  ["feature city = New York is out of range", "feature city = <*> is out of range"],
  ["feature city == Bonn, not set", "feature city == <*>, not set"],
  ["feature city= New York-City is", "feature city= <*> is"],
  ["feature city =Bonn, city !=Trier", "feature city =<*>, city !=<*>"],
  ["feature city = Bonn ERROR", "feature city = <*> ERROR"],
  ["cities=Bonn,Trier,Ulm failed", "cities=<*> failed"],
  ["cities=Bonn,Trier,region=eu failed", "cities=<*>,region=<*> failed"],
  ["prediction: approved", "prediction: <*>"],
  ["model said output_label: approved, declined", "model said output_label: <*>"],
  ["bad feature value: Germany", "bad feature value: <*>"],
  ["input: Germany, France", "input: <*>"],
  ["values:Bonn,Trier, Ulm failed", "values:<*> failed"],
  ["probability class: high", "probability class: <*>"],
  ["Predicted_labels: approved", "Predicted_labels: <*>"],
  ["prediction: denied", "prediction: <*>"],
])("no feature's value and no prediction stays: %s", (message, template) => {
  expect(kept(message)).toBe(template);
});

describe("what tells what is wrong stays", () => {
  test.each([
    "users service is down",
    "entities not found in the index",
    "POST /predict failed: connection refused",
    "invalid input: expected an array",
    "token: expired",
    "unexpected token: by, tokens: exceeded",
    "the secret: denied",
    "prediction: failed, outputs: missing",
    "user_idx alice, superusers alice, shard_keys alice, users_of alice",
    "keys per user, user ids of a table",
    "x => y is no function",
    "basic authentication failed",
    "java.lang.IllegalStateException: the pool is closed, giving up",
  ])("%s", (message) => {
    expect(maskTemplate(message)).toBe(message);
  });
});

test("masks that touch are one", () => {
  expect(maskTemplate("tried <*>, <*>; <*>: <*>|<*> - <*> then <*> or <*>")).toBe("tried <*> then <*> or <*>");
});

test("neither what was observed, nor the evidence, nor the summary has a value; sentences that were different by it are one", () => {
  const messages = ["prediction: approved", "prediction: declined", "prediction: approved"];
  const text = messages.map((message) => JSON.stringify({ level: "ERROR", message })).join("\n");
  const logs = [{ pod: "a", previous: false, text, cut: false, older: false }];
  const judged = judgeLogs({ pods: 1, logs, unread: [], sinceMs: 600_000 }, 5);
  expect(judged.observed["patterns"]).toMatchObject([{ template: "prediction: <*>", count: 3 }]);
  expect(judged.evidence).toEqual([{ what: 'errors "prediction: <*>"', value: 3 }]);
  expect(JSON.stringify(judged)).not.toMatch(/approved|declined/);
});

test("takes time by its length", () => {
  const startedMs = performance.now();
  for (const piece of ["users/", "ids ", "ids a,", "a = B ", "a=", "value: ", "a,", "api_key: "])
    maskTemplate(piece.repeat(20_000));
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});
