import { describe, expect, test } from "vitest";
import * as z from "zod";
import { misspeltProblems, underMeantKeys } from "../../../src/core/source/misspelt-keys.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";
import { readYaml } from "../../../src/core/source/read-yaml.ts";

const schema = z.object({
  name: z.string(),
  list: z.array(z.object({ title: z.string(), needs: z.array(z.string()) })),
  labels: z.record(z.string(), z.string()),
});

function under(text: string) {
  const read = readYaml(text, "f.yaml");
  if (!read.ok) throw new Error(formatProblems(read.problems));
  const { root, misspelt } = underMeantKeys(read.root, schema);
  const problems = misspeltProblems(read.source, misspelt);
  const said = problems.map(({ line, column, message, suggestion }) => `${line}:${column} ${message} → ${suggestion}`);
  return { given: read.root, root, value: JSON.stringify(root.value), said, misspelt };
}

describe("a misspelt key is read as the one that was meant, and told where it stands", () => {
  test("at any depth, with all that stands behind and beside it, in its order", () => {
    const { value, said, root, misspelt } = under(
      "naem: a\nlits:\n  - { titel: b, needs: [c] }\n  - { title: d, neds: [e] }\n",
    );
    expect(value).toBe('{"name":"a","list":[{"title":"b","needs":["c"]},{"title":"d","needs":["e"]}]}');
    expect(said.toSorted()).toEqual([
      "1:1 unknown key naem → did you mean name?",
      "2:1 unknown key lits → did you mean list?",
      "3:7 unknown key titel → did you mean title?",
      "4:17 unknown key neds → did you mean needs?",
    ]);
    expect([...root.entries.keys()]).toEqual(["name", "list"]);
    expect(root.entries.get("name")?.value.value).toBe("a");
    expect(misspelt.find(({ name }) => name === "naem")?.value.value).toBe("a");
  });

  test.each([
    ["where the one that was meant is there as well, before it", "name: a\nnaem: b\n"],
    ["or behind it", "naem: b\nname: a\n"],
    ["where it is like none", "colour: red\n"],
    ["where any key may stand", "labels: { naem: a, titel: b }\n"],
    ["where nothing is wrong", "name: a\nlist: [{ title: b, needs: [] }]\n"],
    ["where no mapping belongs", "name: { naem: a }\n"],
  ])("but stays as it is %s", (_, text) => {
    const { given, root, said } = under(text);
    expect(said).toEqual([]);
    expect(root).toBe(given);
  });

  test("and of two that mean the same the first is, the second stays", () => {
    const { value, said } = under("naem: a\nnmae: b\n");
    expect(value).toBe('{"name":"a","nmae":"b"}');
    expect(said).toEqual(["1:1 unknown key naem → did you mean name?"]);
  });
});
