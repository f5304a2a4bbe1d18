import { readdirSync, readFileSync } from "node:fs";
import { expect, expectTypeOf, test } from "vitest";
import type { z } from "zod";
import { actions } from "../../../src/actions/index.ts";
import { parseRunbook } from "../../../src/core/runbook/parse-runbook.ts";
import { runbookShape } from "../../../src/core/runbook/runbook-shape.ts";
import type { Cause, Mitigation, Runbook } from "../../../src/core/runbook/runbook.ts";
import { formatProblems } from "../../../src/core/source/problem.ts";
import { probes } from "../../../src/probes/index.ts";
import { guardedRunbook } from "../run/guarded-runbook.ts";

const files = readdirSync("runbooks").filter((name) => name.endsWith(".yaml"));

test.each(files)("a journal's copy of %s is read whole", (file) => {
  const parsed = parseRunbook(readFileSync(`runbooks/${file}`, "utf8"), file, { probes, actions });
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  const copied: unknown = JSON.parse(JSON.stringify(parsed.runbook));
  expect(runbookShape.parse(copied)).toEqual(copied);
});

test("what a change must not break is read with it", () => {
  const copied: unknown = JSON.parse(JSON.stringify(guardedRunbook));
  expect(runbookShape.parse(copied)).toEqual(copied);
});

test("it has every key that a runbook has, and no other", () => {
  type Read = z.output<typeof runbookShape>;
  expectTypeOf<keyof Read>().toEqualTypeOf<keyof Runbook>();
  expectTypeOf<keyof Read["causes"][number]>().toEqualTypeOf<keyof Cause>();
  expectTypeOf<keyof Read["mitigation"][number]>().toEqualTypeOf<keyof Mitigation>();
});
