import { expect, it } from "vitest";
import { withoutRandomWords } from "../../../src/core/text/without-random-words.ts";

it("hides a word that looks like a token, whatever stands around it", () => {
  expect(withoutRandomWords("trying the cached refresh token bvq5oifkoofm6k1pibr6kekam6zhivzd for you")).toBe(
    "trying the cached refresh token ‹hidden› for you",
  );
});

it.each([
  "open https://login.example/device?user_code=ABCD-EFGH-1234-5678-90AB and wait",
  "enter the code 123-456-789 or WDJB-MJHT",
  "wrote /home/ada/.kube/cache/oidc-login/0123456789abcdef0123456789abcdef",
  "authentication-in-progress-please-wait",
])("leaves what a person is to use: %s", (line) => {
  expect(withoutRandomWords(line)).toBe(line);
});

it("takes time by its length", () => {
  const startedMs = performance.now();
  withoutRandomWords("a1-".repeat(20_000));
  withoutRandomWords("a".repeat(60_000));
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});
