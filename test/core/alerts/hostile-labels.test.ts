import { describe, expect, it } from "vitest";
import { labelParameters } from "../../../src/core/alerts/label-parameters.ts";
import { resolveAlert } from "../../../src/core/alerts/resolve-alert.ts";
import { renderArgs } from "../../../src/core/runbook/render-args.ts";
import { resolveParameters } from "../../../src/core/runbook/resolve-parameters.ts";
import type { Parameter, Runbook } from "../../../src/core/runbook/runbook.ts";
import { runbookOf } from "../runbook/results.ts";
import { z } from "zod";

const text: Parameter = { type: "string", default: null, required: false, description: null } as unknown as Parameter;
const inherited = ["constructor", "toString", "valueOf", "hasOwnProperty"];

describe.each(inherited)("the name %s", (name) => {
  it("is a label only where the alert has it", () => {
    const parameters = { [name]: text };
    expect(labelParameters({ parameters }, { severity: "page" })).toEqual({});
    expect(labelParameters({ parameters: { a: { ...text, label: name } } }, {})).toEqual({});
    expect(labelParameters({ parameters }, { [name]: "x" })).toEqual({ [name]: "x" });
    const labels = { [name]: "x" };
    const runbook: Runbook = runbookOf(["a"], { alerts: [{ name: "Down", severity: "P1", labels }] });
    expect(resolveAlert("Down", {}, [runbook]).kind).toBe("unknown");
    expect(resolveAlert("Down", labels, [runbook]).kind).toBe("one");
  });

  it("is a parameter only where the runbook has it", () => {
    const schema = z.strictObject({ a: z.string().optional() });
    expect(renderArgs({ a: `{{ ${name} }}` }, {}, schema)).toEqual({});
  });
});

describe("a parameter's text", () => {
  const runbook = runbookOf(["a"], { parameters: { model: text } });

  it.each(["a\ud800", "\udc00b", "a\u0000b", "a\u001b[2J", "a\u009bb", "a\u007f"])(
    "holds no character that nobody writes: %j",
    (model) => {
      const resolved = resolveParameters(runbook, {}, { model });
      expect(resolved).toMatchObject({ ok: false });
      expect(JSON.stringify(resolved)).toMatch(/parameter model holds U\+[0-9A-F]{4}/);
      expect(resolved.ok ? "" : resolved.problems.join()).toMatch(/^[\x20-\x7e]*$/);
    },
  );

  it.each(["größer 日本語 👩", "a\tb\nc"])("may be what people write: %j", (model) => {
    expect(resolveParameters(runbook, {}, { model })).toEqual({ ok: true, parameters: { model } });
  });
});
