import { describe, expect, it } from "vitest";
import { clusterIdentity, identityInWords } from "../../../src/core/run/cluster-identity.ts";

const runOn = (cluster: string) => ({
  environment: { name: "staging", protected: false, readOnly: false, place: "staging/ml", cluster },
});
const by = (as: string | null) => ({ user: "ada", as, host: "laptop" });

describe("as whom the cluster sees somebody", () => {
  it.each([
    ["is known where it said so", "https://staging:6443", "ada@example.com", "known", " as ada@example.com"],
    [
      "is not known where it was asked and did not say",
      "https://staging:6443",
      null,
      "not-known",
      " (cluster identity not known)",
    ],
    ["was not asked by a run without a cluster", "none", null, "not-asked", ""],
    ["was not asked of a sandbox inside another process", "sandbox", null, "not-asked", ""],
  ] as const)("%s", (_, cluster, as, identity, words) => {
    expect(clusterIdentity(by(as), runOn(cluster))).toBe(identity);
    expect(identityInWords(as, identity)).toBe(words);
  });
});
