import { expect, it } from "vitest";
import { causesSection } from "../../../src/reporters/text/causes-section.ts";
import { document } from "../documents.ts";
import { view } from "../view.ts";

it("a cause that could not be told stands beside what nothing explains, with what was not read", () => {
  const because = "error-rate: since when cannot be told: Prometheus did not tell the past within 9 s";
  const undecided = [{ id: "bad-rollout", title: "a release broke feature-api", because }];
  const text = causesSection(document({ causes: [], unexplained: ["error-rate"], undecided }), view({ width: 80 }));
  expect(text?.replaceAll(/\s+/g, " ")).toContain(`Undecided whether it is bad-rollout could not be told: ${because}`);
  for (const line of (text ?? "").split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});
