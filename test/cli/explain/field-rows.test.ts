import { describe, expect, it } from "vitest";
import { z } from "zod";
import { actions } from "../../../src/actions/index.ts";
import { argumentRows, resultRows } from "../../../src/cli/explain/field-rows.ts";
import { probes } from "../../../src/probes/index.ts";

describe("the rows of a result", () => {
  it("tell type and unit, also of what may be null and of what stands inside", () => {
    const observed = z.object({
      lagSeconds: z.number().nullable().describe("how far behind"),
      changedAt: z.iso.datetime().nullable().describe("when"),
      reasons: z.record(z.string(), z.int()).describe("by word"),
      series: z.array(z.object({ value: z.number().describe("its value") })).describe("all"),
      status: z.enum(["up", "down"]).describe("which"),
    });
    expect(resultRows(observed)).toEqual([
      ["lagSeconds", "number|null, seconds", "how far behind"],
      ["changedAt", "time|null", "when"],
      ["reasons", "map of integer", "by word"],
      ["series", "list of object", "all"],
      ["series[].value", "number", "its value"],
      ["status", "up|down", "which"],
    ]);
  });

  it.each([...probes.keys()])("of %s have a type that is known, and a description", (type) => {
    const rows = resultRows(probes.get(type)?.observed ?? z.object({}));
    expect(rows.length).toBeGreaterThan(0);
    for (const [name, kind, description] of rows) {
      expect(kind, name).not.toMatch(/^any|of any/);
      expect(description, name).not.toBe("");
    }
  });
});

describe("the rows of arguments", () => {
  it.each([...probes.values(), ...actions.values()].map((one) => [one.type, one.args] as const))(
    "of %s have a type that is known, and a description",
    (_, args) => {
      for (const [name, kind, , description] of argumentRows(args)) {
        expect(kind, name).not.toBe("any");
        expect(description, name).not.toBe("");
      }
    },
  );
});
