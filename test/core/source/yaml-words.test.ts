import { describe, expect, test } from "vitest";
import { readYaml } from "../../../src/core/source/read-yaml.ts";

/** What is said of a text that is no YAML: "line:column message". */
function said(text: string): readonly string[] {
  const read = readYaml(text, "f.yaml");
  return read.ok ? [] : read.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const anchor = "an anchor (&) or an alias (*) is not written as YAML has it; a text that begins so stands in quotes";

describe("slips of YAML are told in words that need no knowledge of YAML's own", () => {
  test.each([
    ["a: { b: 1\nc: 2\n", "2:1 { is not closed: } is missing, or stands too far to the left"],
    ["a: [1, 2\n", "2:1 [ is not closed: ] is missing, or stands too far to the left"],
    ['a: "b\n', "2:1 a quote is opened here or before, and not closed"],
    ["name foo\ntitle: x\n", "1:1 a name, a colon and its value stand on one line; here the colon is missing"],
    ["a: 1\nfoo\n", "2:1 a colon is missing after the name"],
    ["a:\n\t- b\n", "2:1 a tab stands in the indentation, which YAML allows for blanks only"],
    ["a: b: c\n", "1:4 a second name begins on this line"],
    ["a: @b\n", "1:4 a text that begins with @ stands in quotes"],
    ["a: `b`\n", "1:4 a text that begins with ` stands in quotes"],
    ['a: "\\d"\n', "1:5 \\d means nothing in double quotes: write \\\\, or single quotes"],
    [
      "a: { b: 1 c: 2 }\n",
      "1:9 between brackets or braces: a comma is missing, or something is written by indentation",
    ],
    ["a:\n  - 1\n - 2\n", "3:1 the indentation does not fit: what belongs together begins in the same column"],
    ["a: 1 2]\nb: ]\n", "2:4 this does not belong here"],
    ["a: &x *x\n", `1:7 ${anchor}`],
    ["- a\nb\n", "2:1 this does not belong here"],
    ["a: [b]c\n", "1:7 this does not belong here"],
    ["%FOO bar\na: 1\n", "1:1 a line that begins with % is for YAML itself; a text that begins so stands in quotes"],
    // A tag that YAML knows, one by a prefix that nobody gave, and what is no tag at all.
    ["a: !!binary aGk=\n", "1:13 tags are not allowed: tag:yaml.org,2002:binary"],
    ["a: !e!x 1\n", "1:4 tags are not allowed: !e!x"],
    ["a: !!%zz 1\n", "1:4 tags are not allowed"],
    ["a: !!map []\n", "1:4 tags are not allowed: tag:yaml.org,2002:map"],
    ["a: !!str !!int b\n", "1:10 tags are not allowed"],
    ['a: "\\u12"\n', "1:5 \\u12 means nothing in double quotes: write \\\\, or single quotes"],
    ["%YAML 1.2\na: 1\n", "2:1 a line of --- is missing after those that begin with %"],
    ["%YAML 1.2\n", "2:1 a line of --- is missing after those that begin with %"],
    ["--- - a\n", "1:5 what stands behind --- begins on a line of its own"],
    ["a: |\n     \n  b\n", "3:3 the empty lines before this have more blanks than it has"],
    ["- &x - a\n", "1:3 something is missing here"],
    ["- a: 1\n b: 2\n", "2:1 an entry of the list has no hyphen before it"],
    ["a: &b: c\n", `1:6 ${anchor}`],
    ["a: |\n  b\n c\n", "3:1 the indentation does not fit: what belongs together begins in the same column"],
    ["[1, 2\n", "2:1 [ is not closed: ] is missing, or stands too far to the left"],
    ["a: 'x'#y\n", "1:7 a blank is missing before #"],
    ['a: ["b" "c"]\n', "1:9 a comma or a colon is missing"],
  ])("%j", (text, expected) => {
    expect(said(text)[0]).toBe(expected);
  });
});
