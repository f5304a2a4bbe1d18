import { expect, test } from "vitest";
import { foreignAnswer } from "../../../src/clients/http/foreign-answer.ts";

const reply = (status: number, body: string, headers: Readonly<Record<string, string>> = {}) =>
  foreignAnswer({ status, body, headers, contentType: headers["content-type"] ?? "", bytes: 0, latencyMs: 0 });

test.each([
  [302, "", { location: "https://login.example.com/a?b=c" }, "a redirect to login.example.com"],
  [302, "<html>", { location: "/login" }, "a redirect"],
  [200, "", {}, "it is empty"],
  [200, "<html><title>Sign in</title>", {}, 'a web page ("Sign in")'],
  [200, "OK\n", {}, "OK"],
  [200, `{"a":${"[".repeat(600)}`, {}, "its JSON is nested too deeply"],
  [429, "slow down", { "retry-after": "30" }, "it has too much to do and asks to wait 30 s; slow down"],
  [429, "", {}, "it has too much to do; it is empty"],
])("%i %j %j", (status, body, headers, words) => {
  expect(reply(status, body, headers)).toBe(words);
});
