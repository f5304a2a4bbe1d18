import { describe, expect, it } from "vitest";
import { alertOnly, alertOnlyArguments } from "../../../src/core/alerts/alert-only.ts";

const job = { type: "string", default: "zipline", required: true, description: null } as const;
const model = { ...job, default: null };

describe("an alert's label alone says a parameter's value", () => {
  it.each([
    ["where nobody else does", { job: "x" }, {}, {}, ["job"]],
    ["where the environment says another", { job: "x" }, {}, { job: "y" }, ["job"]],
    ["where it is no parameter of the runbook's", { other: "x" }, {}, {}, ["other"]],
    ["where there is no default, whatever the value", { model: "null" }, {}, {}, ["model"]],
    ["where there is no default", { model: "m" }, {}, {}, ["model"]],
    ["but not where the operator gave one", { job: "x" }, { job: "x" }, {}, []],
    ["nor where the environment says the same", { job: "x" }, {}, { job: "x" }, []],
    ["nor where the runbook's default is the same", { job: "zipline" }, {}, {}, []],
    ["which the environment's goes before", { job: "zipline" }, {}, { job: "y" }, ["job"]],
  ])("%s", (_, ofAlert, given, environment, expected) => {
    const set = environment as Record<string, string>;
    expect(alertOnly({ parameters: { job, model } }, ofAlert as Record<string, string>, given, set)).toEqual(expected);
  });

  it("and so the argument that is nothing but the parameter", () => {
    const args = { job: "{{ job-name }}", args: "--group {{ job-name }}", entryClass: "{{ entry }}", from: "latest" };
    expect(alertOnlyArguments(args, ["job-name"])).toEqual({ job: "job-name" });
    expect(alertOnlyArguments(args, [])).toEqual({});
    expect(alertOnlyArguments({ parallelism: 4, jars: ["{{ job-name }}"] }, ["job-name"])).toEqual({});
  });
});
