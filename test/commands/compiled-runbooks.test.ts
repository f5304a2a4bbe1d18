import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalog } from "../../src/cli/runbooks/catalog.ts";
import { compiledName } from "../../src/cli/runbooks/compiled-runbook.ts";
import { parseRunbook } from "../../src/core/runbook/parse-runbook.ts";
import { program } from "./harness/program.ts";

const installed = dirname(dirname(program()));
const shipped = readdirSync(join(installed, "runbooks")).filter((name) => name.endsWith(".yaml"));
const compiled = join(installed, "dist", "runbooks");

describe("the runbooks that the build compiled", () => {
  it("are the shipped ones", () => expect(readdirSync(compiled)).toHaveLength(shipped.length));

  it.each(shipped)("%s means what its text means", (name) => {
    const text = readFileSync(join(installed, "runbooks", name), "utf8");
    const { ok, ...parsed } = parseRunbook(text, name, catalog);
    expect(ok).toBe(true);
    expect(JSON.parse(readFileSync(join(compiled, compiledName(text)), "utf8"))).toStrictEqual(
      JSON.parse(JSON.stringify(parsed)),
    );
  });
});
