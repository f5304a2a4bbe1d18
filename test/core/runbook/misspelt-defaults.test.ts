import { expect, test } from "vitest";
import { misspeltDefaults } from "../../../src/core/runbook/misspelt-defaults.ts";
import type { Runbook } from "../../../src/core/runbook/runbook.ts";

const parameter = { type: "string" } as unknown as Runbook["parameters"][string];
const runbook = { parameters: { deployment: parameter, window: parameter } };

test.each([
  ["a name of its own", { deployment: "other" }, []],
  ["another runbook's", { "consumer-group": "zipline" }, []],
  ["nearly one of its own", { deploymnt: "other" }, [{ name: "deploymnt", meant: "deployment" }]],
  ["nearly one that is set as well", { windows: "2m", window: "5m" }, []],
])("an environment that sets %s", (_name, defaults, found) => {
  expect(misspeltDefaults(runbook, defaults)).toEqual(found);
});

test("a name of its own is not misspelt because another is nearly the same", () => {
  const both = { parameters: { window: parameter, windows: parameter } };
  expect(misspeltDefaults(both, { window: "2m" })).toEqual([]);
});
