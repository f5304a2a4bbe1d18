import { expect, test } from "vitest";
import { redirectHost } from "../../../src/clients/http/redirect-host.ts";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";

const secrets = secretRegistry();
secrets.add("FLINK_TOKEN", "Xy7#kW/p@H2sqsy5tBRiAErtc73387");

test.each([
  ["https://login.example.com/sso?next=%2F", " to login.example.com"],
  ["/login", ""],
  ["http://", ""],
])("%s", (location, words) => {
  expect(redirectHost({ headers: { location } }, secrets)).toBe(words);
});

test("a host that is the rest of a secret, as an address divides it, is not told", () => {
  const location = "http://Xy7%23kW%2Fp@H2sqsy5tBRiAErtc73387.example/";
  const plain = "http://a:Xy7#kW/p@H2sqsy5tBRiAErtc73387.example/";
  const divided = "http://Xy7p@H2sqsy5tBRiAErtc73387";
  secrets.add("PASSWORD", "Xy7p@H2sqsy5tBRiAErtc73387");
  for (const one of [location, plain, divided]) {
    const told = redirectHost({ headers: { location: one } }, secrets);
    expect(told.toLowerCase()).not.toContain("h2sqsy");
  }
  expect(redirectHost({ headers: { location: divided } }, secrets)).toBe(" to an address that holds a secret");
});
