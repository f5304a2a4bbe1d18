import { describe, expect, it } from "vitest";
import { firedParameters } from "../../../src/core/alerts/fired-parameters.ts";

const text = { type: "string", default: "usual", required: false, description: null } as const;
const parameters = { model: text, "kv-service": text, job: { ...text, label: "job_name" } };
const fill = (firing: readonly Readonly<Record<string, string>>[], given: readonly string[] = []) =>
  firedParameters({ parameters }, firing, given);

describe("what the alerts that fire fill in", () => {
  it.each([
    ["nothing where none fires", [], {}],
    [
      "what its labels say",
      [{ model: "ranker", kv_service: "kv", team: "ml" }],
      { model: "ranker", "kv-service": "kv" },
    ],
    ["the declared label alone", [{ job: "flink-jobmanager", job_name: "zipline" }], { job: "zipline" }],
    [
      "what several say alike, whatever else differs",
      [
        { model: "ranker", pod: "a" },
        { model: "ranker", pod: "b" },
      ],
      { model: "ranker" },
    ],
  ])("is %s", (_, firing, values) => {
    expect(fill(firing as never)).toEqual({ kind: "same", values });
  });

  it("is not known where they differ, one without the label among them", () => {
    expect(fill([{ model: "ranker" }, { model: "search" }, { model: "ranker" }])).toEqual({
      kind: "different",
      differences: [{ parameter: "model", values: ["ranker", "search"] }],
    });
    expect(fill([{ model: "ranker", job_name: "a" }, { job_name: "b" }])).toEqual({
      kind: "different",
      differences: [
        { parameter: "model", values: ["ranker", null] },
        { parameter: "job", values: ["a", "b"] },
      ],
    });
  });

  it("is left to the operator for what is given by hand", () => {
    expect(fill([{ model: "ranker" }, { model: "search" }], ["model"])).toEqual({ kind: "same", values: {} });
    expect(fill([{ model: "ranker", job_name: "a" }], ["model"])).toEqual({ kind: "same", values: { job: "a" } });
  });

  it.each(["constructor", "toString", "__proto__"])("is not what every object inherits: %s", (name) => {
    const own = { parameters: Object.fromEntries([[name, text]]) };
    expect(firedParameters(own, [{ severity: "page" }], [])).toEqual({ kind: "same", values: {} });
  });
});
