import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { bigopsCommand } from "../../../src/core/text/bigops-command.ts";
import { shellOption, shellQuote } from "../../../src/core/text/shell-quote.ts";

describe("a word for a shell", () => {
  it.each(["feature-api", "a_b/c.d:e=f,g@h%i+j", "--context=staging", "42"])(
    "stays as it is where it may: %s",
    (word) => {
      expect(shellQuote(word)).toBe(word);
    },
  );

  it.each([
    ["", "''"],
    ["two words", "'two words'"],
    ["app=api;rm", "'app=api;rm'"],
    ["$HOME", "'$HOME'"],
    [">log", "'>log'"],
    ["log>", "'log>'"],
    ["it's", `'it'\\''s'`],
    ["'a' 'b'", `''\\''a'\\'' '\\''b'\\'''`],
  ])("is quoted where it must: %j", (word, quoted) => {
    expect(shellQuote(word)).toBe(quoted);
  });

  it("is what sh reads", () => {
    const words = ["", "a b", "it's", `"$(id)"`, "`id`", "a\nb", "\\", "*", "~", "#", "größer"];
    const script = `printf '%s\\0' ${words.map(shellQuote).join(" ")}`;
    expect(execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1)).toEqual(words);
  });
});

describe("an option with its value", () => {
  it.each([
    ["zipline", "--group zipline"],
    ["two words", "--group 'two words'"],
    ["--help", "--group=--help"],
    ["-n x", "'--group=-n x'"],
    ["ends-", "--group ends-"],
  ])("is not taken for another one: %j", (value, said) => {
    expect(shellOption("--group", value)).toBe(said);
  });
});

it("a command about a run names the folder of the runs where that was given", () => {
  expect(bigopsCommand("resume sd-0001", null)).toBe("bigops resume sd-0001");
  expect(bigopsCommand("show sd-0001", "/var/my runs")).toBe("bigops show sd-0001 --state-dir '/var/my runs'");
});
