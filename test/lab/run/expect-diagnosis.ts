import { expect } from "vitest";
import type { RunDocument } from "../../../src/core/document/run-document.ts";
import { told } from "./told.ts";

/** What a diagnosis must say, all of it. */
export type ExpectedDiagnosis = {
  /** Most likely first. */
  readonly causes: readonly string[];
  /** In the order in which they would be asked. */
  readonly proposals: readonly string[];
  /** Symptoms that fail, and those that cannot be told; all others must pass. */
  readonly failing: readonly string[];
  readonly untold?: readonly string[];
  readonly unexplained?: readonly string[];
};

/** A symptom that fails is a problem whatever the others say; healthy only when each passed. */
export function expectDiagnosis(document: RunDocument, expected: ExpectedDiagnosis): void {
  const { causes, proposals, failing, untold = [], unexplained = [] } = expected;
  const [outcome, exitCode] =
    failing.length > 0 ? ["problem", 1] : untold.length > 0 ? ["inconclusive", 3] : ["healthy", 0];
  const seen = told(document);
  const undecided = (verdict: string | undefined) => verdict === "inconclusive" || verdict === "error";
  const symptoms = Object.keys(seen.symptoms).map((id) => {
    const verdict = seen.symptoms[id];
    if (failing.includes(id)) return [id, "fail"];
    if (!untold.includes(id)) return [id, "pass"];
    return [id, undecided(verdict) ? verdict : "inconclusive or error"];
  });
  expect(seen).toEqual({ symptoms: Object.fromEntries(symptoms), causes, proposals, unexplained, outcome, exitCode });
}
