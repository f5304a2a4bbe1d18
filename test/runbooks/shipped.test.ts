import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { actions } from "../../src/actions/index.ts";
import { parseRunbook } from "../../src/core/runbook/parse-runbook.ts";
import { formatProblems } from "../../src/core/source/problem.ts";
import { probes } from "../../src/probes/index.ts";

const root = new URL("../../", import.meta.url);
const catalog = { probes, actions };

describe("shipped runbooks", () => {
  const folder = new URL("runbooks/", root);
  test.each(readdirSync(folder).filter((name) => name.endsWith(".yaml")))(
    "%s is valid and called like its file",
    (name) => {
      const text = readFileSync(new URL(name, folder), "utf8");
      const parsed = parseRunbook(text, name, catalog, name.replace(/\.yaml$/, ""));
      expect(parsed.ok ? "" : formatProblems(parsed.problems)).toBe("");
    },
  );
});
