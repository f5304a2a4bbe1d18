import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { shellQuote } from "../../../src/actions/kubernetes/shell-quote.ts";

test.each(["feature-api", "deployment/feature-api", "--replicas=4", "a:b@c%d+e,f.g_h"])("%s stays as it is", (word) => {
  expect(shellQuote(word)).toBe(word);
});

test("a shell reads back every word, whatever is in it", () => {
  const words = [
    "",
    "two words",
    "safe at its end ok",
    "safe&at-its-begin",
    "&safe-at-its-end",
    "it's",
    "''",
    '{"spec":{"selector":{"role":"replica"}}}',
    "$(id) `id` $HOME",
    "*",
    "~",
    "a\\",
    "a\nb",
    "ends with a line\n",
    "Größe",
    "#no-comment",
    "--replicas=4",
  ];
  const command = `printf '%s\\0' ${words.map(shellQuote).join(" ")}`;
  const read = execFileSync("sh", ["-c", command], { encoding: "utf8" });
  expect(read.split("\0").slice(0, -1)).toEqual(words);
});
