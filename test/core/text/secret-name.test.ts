import { expect, it } from "vitest";
import { namesSecret } from "../../../src/core/text/secret-name.ts";

const KEYS = ["api", "access", "account", "private", "encryption", "signing"].flatMap((what) =>
  ["", "-", "_", "."].map((mark) => `${what}${mark}key`),
);

it.each([
  "password",
  "db_passwd",
  "ssh-passphrase",
  "db_pwd",
  "db_pass",
  "db-pass",
  "clientSecretRef",
  "session.token",
  "max_tokens",
  "credentials",
  ...KEYS,
])("%s names a secret, in small letters and in capitals", (name) => {
  expect([namesSecret(name), namesSecret(name.toUpperCase())]).toEqual([true, true]);
});

it.each([
  "",
  "key",
  "cache_key",
  "keyspace",
  "api",
  "api version key",
  "apixkey",
  "private",
  "pass",
  "bypass",
  "compass",
  "first_pass_ms",
  "url",
])("%s names none", (name) => {
  expect(namesSecret(name)).toBe(false);
});
