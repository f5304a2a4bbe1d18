import { expect, it } from "vitest";
import { looksSecret } from "../../../src/core/text/looks-secret.ts";

it.each([
  ["args", "--password=abc"],
  ["args", "run --db-token abc"],
  ["args", "java foo-token=abc"],
  ["args", "a -key=x"],
  ["url", "postgres://user:pw@db/x"],
  ["url", "see 1https://:pw@db"],
  ["DB_PASSWORD", "abc"],
  ["DB_PWD", "abc"],
  ["DB_PASS", "abc"],
  ["SENTRY_DSN", "abc"],
  ["proxy_auth", "abc"],
  ["Authorization", "abc"],
  ["application.yaml", "db:\n  db_pwd: hunter\n"],
  ["application.yaml", "db:\n  db_pass: hunter\n"],
  ["application.yaml", "  signing.key   :   hunter\n"],
  ["settings.json", '{"api_key": "abc"}'],
  ["settings.json", "{'access-key' :'abc'}"],
  ["application.yaml", 'db:\n  "db_pass": hunter\n'],
  ["args", "run --max-credential abc"],
  ["application.yaml", "cache:\n  ttl: 5m\n  auth_token: abcd\n"],
  ["settings.xml", "<ttl>5m</ttl><password>hunter</password>"],
  ["x", "ghp_abcdefghijklmnopqrstuvwxyz"],
  ["url", `postgres://${"u".repeat(101)}:pw@db`],
  ["pem", "-----BEGIN CERTIFICATE REQUEST-----"],
  ["mail", "jane.doe@example.org"],
  ["stripe", "sk_live_abcdefgh12"],
])("%s: %s may be a secret", (name, value) => {
  expect(looksSecret(name, value)).toBe(true);
});

it.each([
  ["args", "--tokens"],
  ["dsn_timeout", "5 s"],
  ["authorization_mode", "RBAC"],
  ["author", "ada"],
  ["authority", "ada"],
  ["settings.yaml", "password:\n\n\n\ttl: 5m"],
  ["args", "--level=info --workers 4"],
  ["settings.xml", "<password></password>"],
  ["application.yaml", "cache:\n  ttl: 5m\n"],
  ["url", "http://db:8080/x@y"],
  ["url", "http://user@db"],
  // What is before the first hyphen is no option's name.
  ["args", "monkey=1"],
  ["args", "monkey-level=1"],
  ["args", "hockey 1"],
])("%s: %s is none", (name, value) => {
  expect(looksSecret(name, value)).toBe(false);
});

it.each([3, true, null, { a: ["hunter2"] }])("only a text is a secret: %j is none", (value) => {
  expect(looksSecret("password", value)).toBe(false);
});

it.each(["-", "-key", "-key ", "a://", "a://a:", "a.b-", "eyJ", "auth", "--x=", "token", "<token", "token: "])(
  "takes time by its length: many %j",
  (piece) => {
    const startedMs = performance.now();
    looksSecret("args", piece.repeat(200_000));
    // By the square of its length it would take minutes.
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  },
);
