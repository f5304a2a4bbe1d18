// Reads and validates the shipped runbooks, as the program would, into one JSON file each. Bundled and run by the build: node … <runbooks> <out>.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalog } from "../src/cli/runbooks/catalog.ts";
import { type CompiledRunbook, compiledName } from "../src/cli/runbooks/compiled-runbook.ts";
import { parseRunbook } from "../src/core/runbook/parse-runbook.ts";
import { formatProblems } from "../src/core/source/problem.ts";

const [, , from = "runbooks", out = "dist/runbooks"] = process.argv;
mkdirSync(out, { recursive: true });
for (const name of readdirSync(from).filter((file) => file.endsWith(".yaml"))) {
  const text = readFileSync(join(from, name), "utf8");
  const parsed = parseRunbook(text, join(from, name), catalog);
  if (!parsed.ok) {
    // It is shipped as it is, and the program says the same when it is asked to run it.
    process.stderr.write(`${formatProblems(parsed.problems)}\n`);
    continue;
  }
  const compiled: CompiledRunbook = { runbook: parsed.runbook, hash: parsed.hash };
  writeFileSync(join(out, compiledName(text)), JSON.stringify(compiled));
}
