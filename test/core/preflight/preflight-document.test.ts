import { expect, it } from "vitest";
import { permissionWords } from "../../../src/core/preflight/permission.ts";
import { preflightDocument } from "../../../src/core/preflight/preflight-document.ts";

const about = {
  environment: "staging",
  place: "staging-eks/ml",
  startedAt: "2026-01-15T03:00:00.000Z",
  durationMs: 1_200,
  runbooks: ["feature-store-down"],
};
const pods = { subject: "list pods in ml", detail: "allowed", hint: null, usedBy: ["feature-store-down/pods"] };

it.each([
  ["there", 0],
  ["forbidden", 1],
  ["unknown", 3],
] as const)(
  "a preflight's document says what was found, where, and what it ends with: %s is %i",
  (status, exitCode) => {
    const findings = [{ ...pods, status }];
    const document = preflightDocument({ ...about, findings });
    expect(document).toEqual({ schema: "bigops.preflight/v1", ...about, findings, exitCode });
  },
);

it("a permission without a namespace is one in the whole cluster", () => {
  const nodes = { verb: "list", group: "", resource: "nodes", clusterWide: true } as const;
  expect(permissionWords(nodes, "ml")).toBe("list nodes in the whole cluster");
});
