import { describe, expect, it } from "vitest";
import { hangingTable } from "../../../src/reporters/text/hanging-table.ts";
import { renderPreflight } from "../../../src/reporters/text/preflight-screen.ts";
import { renderDetails } from "../../../src/reporters/text/details.ts";
import { table } from "../../../src/reporters/text/table.ts";
import { proposal } from "../documents.ts";
import { view } from "../view.ts";

const hostile = ["a\u001b[2Jb", "a\u009bmb", "a\u202eb", "a\u{e0041}b"];

describe("text from outside in a table", () => {
  it.each(hostile)("reaches no terminal's controls: %j", (cell) => {
    const preflight = renderPreflight(
      {
        environment: cell,
        place: cell,
        runbooks: [cell],
        findings: [{ status: "missing", subject: cell, detail: cell, hint: cell, usedBy: [cell] }],
      } as unknown as Parameters<typeof renderPreflight>[0],
      view(),
    );
    for (const text of [table([[cell, "x"]]), hangingTable([[cell, cell]], 2, view()), preflight]) {
      expect(text).toContain("ab");
      expect(text).not.toContain(cell);
    }
  });

  it("begins no row of its own", () => {
    expect(table([["a\nb", "c"]])).toBe("a b   c\n");
    expect(hangingTable([["a\nb", "c"]], 0, view()).split("\n")).toHaveLength(1);
  });
});

it.each(hostile)("what a write sends unseen is shown escaped: %j", (value) => {
  const asked = proposal("rollback");
  const write = {
    id: "1",
    method: "PATCH" as const,
    path: "/apis/apps/v1/namespaces/ml/deployments/feature-api",
    contentType: "application/json-patch+json",
    body: [{ op: "add", path: "/data/mode", value }],
    object: "deployment/feature-api",
  };
  const text = renderDetails({ ...asked, plan: { ...asked.plan, writes: [write] } }, view());
  const shown = text.split("\n").find((line) => line.includes('"value": '));
  expect(shown).toMatch(/^[\x20-\x7e]*$/);
  expect(JSON.parse(`{${shown?.trim()}}`)).toEqual({ value });
});
