import { describe, expect, it } from "vitest";
import { labelParameters } from "../../../src/core/alerts/label-parameters.ts";
import { explicitName, linksIn } from "../../../src/core/alerts/named-runbooks.ts";

describe("the runbook that a link ends in", () => {
  it.each([
    ["https://wiki/lag", "lag"],
    ["https://wiki/lag.md", "lag"],
    ["https://wiki/lag.HTML", "lag"],
    ["https://wiki/lag.htm", "lag"],
    ["https://wiki/lag.yaml", "lag"],
    ["https://wiki/lag.yml", "lag"],
    // A name that only begins as an ending does keeps it.
    ["https://wiki/lag.md5", "lag.md5"],
    ["https://wiki/lag.yaml.old", "lag.yaml.old"],
    ["https://wiki/lagmd", "lagmd"],
    [`https://wiki/${"deep/".repeat(300)}lag`, "lag"],
  ])("%s: %s", (link, name) => {
    expect(linksIn({ runbook: link })).toEqual([{ annotation: "runbook", name }]);
  });

  it("is none of a link that is longer than any, of which only the beginning is read", () => {
    expect(linksIn({ runbook: `https://wiki/${"deep/".repeat(400)}lag` }).map(({ name }) => name)).not.toContain("lag");
    expect(explicitName({ bigops_runbook: `${"a".repeat(2_000)}b` })).toBe("a".repeat(2_000));
  });

  it.each([{}, { runbook: "" }, { runbook: "  " }, { runbook: "?page=/lag" }])("is none of %j", (annotations) => {
    expect(linksIn(annotations)).toEqual([]);
    expect(explicitName({ bigops_runbook: " " })).toBeNull();
  });
});

it("a label that the alert has not fills no parameter, not even with nothing", () => {
  const parameters = { model: { type: "string", default: null, required: false, description: null } } as const;
  expect(labelParameters({ parameters }, { team: "ml" })).toStrictEqual({});
});
