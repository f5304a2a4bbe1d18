import { expect, it } from "vitest";
import { loginWords } from "../../../src/core/text/login-words.ts";

it("hides a word that looks like a token, whatever stands around it", () => {
  expect(loginWords("trying the cached refresh token bvq5oifkoofm6k1pibr6kekam6zhivzd for you")).toBe(
    "trying the cached refresh token ‹hidden› for you",
  );
});

const JWT =
  "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiJqYW5lQGV4YW1wbGUuY29tIiwiZXhwIjoxfQ.c2lnbmF0dXJlX0NBTkFSWV9j";

it.each([
  [`debug: got id_token=${JWT}`, "debug: got id_token=‹hidden›"],
  [`debug: Authorization: Bearer ${JWT}`, "debug: Authorization: Bearer ‹hidden›"],
  [`{"status":{"x":"${JWT}"}}`, '{"status":{"x":"‹hidden›"}}'],
  ["debug: password=CANARYpw1234567890abcdef", "debug: password=‹hidden›"],
  ["got value=sw5Vcaqbvq5oifkoofm6k1pibr6kekam:next", "got value=‹hidden›:next"],
  ["got 1bvq5oifkoofm6k1pibr6kekam", "got ‹hidden›"],
  ["got 12bvq5oifkoofm6k1pibr6keka", "got ‹hidden›"],
  ["got first.bvq5oifkoofm6k1pibr6kekam6zhivzd", "got first.‹hidden›"],
  ["run login --password hunter2 --user ada", "run login --password ‹hidden› --user ada"],
  ["open https://ada:hunter2@login.example/device", "open https://ada:‹hidden›@login.example/device"],
  [`open https://login.example/?hint=${JWT}`, "open https://login.example/?hint=‹hidden›"],
  ["Cookie: session=abc; csrf=1", "Cookie: ‹hidden›"],
  [
    "back at http://localhost:8000/#access_token=opaque.1&state=abc&id_token=x;y",
    "back at http://localhost:8000/#access_token=‹hidden›&state=abc&id_token=‹hidden›",
  ],
  [
    "asked https://login.example/t?client_secret=s3&refresh_token=r4&password=p5",
    "asked https://login.example/t?client_secret=‹hidden›&refresh_token=‹hidden›&password=‹hidden›",
  ],
  ["your token: 123456", "your token: ‹hidden›"],
  ["one-time token: 123", "one-time token: ‹hidden›"],
  ["one-time token: 12345678901 and one-time token: 1234abcd", "one-time token: ‹hidden› and one-time token: ‹hidden›"],
])("hides a secret by its form or by the word before it: %s", (line, shown) => {
  expect(loginWords(line)).toBe(shown);
});

it.each([
  "logged in as ada@example.com until 10:15",
  "«secret /etc/bigops/token-Xk9wQ2ZbTXk9wQ2ZbT» was refused",
  "open https://accounts.example/auth?client_id=x&state=q8Zk2LmN4pR6tV8xZ0bD2fH4&token_usage=remote to go on",
  "open https://login.example/device?user_code=ABCD-EFGH-1234-5678-90AB and wait",
  "«secret of Xk9wQ2ZbTXk9wQ2ZbT12» was refused",
  "token_page=https+x.y-2://login.example/device",
  "token_page=a://login.example/device",
  "one-time token=1234, one time password   :   1234567890",
  "your number is 123-456-789-012-345-678",
  "password: wrong, try again",
  "enter the code 123-456-789 or WDJB-MJHT",
  "Your one-time token: 123456",
  "your one-time password is 1234567890, the one-time code 1234",
  "open https://login.example/?code_challenge=abc&user_code=AB-CD&token_usage=remote&state=s",
  "wrote /home/ada/.kube/cache/oidc-login/0123456789abcdef0123456789abcdef",
  "authentication-in-progress-please-wait",
])("leaves what a person is to use: %s", (line) => {
  expect(loginWords(line)).toBe(line);
});

it("takes time by its length", () => {
  const startedMs = performance.now();
  loginWords("a1-".repeat(20_000));
  loginWords("a".repeat(60_000));
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});
