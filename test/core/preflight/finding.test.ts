import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aimFinding, type FindingStatus, preflightExitCode, shared } from "../../../src/core/preflight/finding.ts";
import { canIWords, permissionWords } from "../../../src/core/preflight/permission.ts";

const of = (status: FindingStatus, subject = "x") => ({ subject, status, detail: "seen", hint: null });

describe("the exit code of a preflight", () => {
  it.each<readonly [FindingStatus[], number]>([
    [[], 0],
    [["there", "there"], 0],
    [["there", "unknown"], 3],
    [["unknown", "missing"], 1],
    [["forbidden", "there"], 1],
  ])("of %j is %i", (statuses, code) => expect(preflightExitCode(statuses.map((status) => of(status)))).toBe(code));

  it("is 0 only where everything is there", () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom<FindingStatus>("there", "missing", "forbidden", "unknown")), (statuses) => {
        const all = statuses.every((status) => status === "there");
        expect(preflightExitCode(statuses.map((status) => of(status))) === 0).toBe(all);
      }),
    ));
});

describe("findings that several steps share", () => {
  it("are told once, with all who need them, in the order of the first", () => {
    const found = [
      { finding: of("there", "pods"), usedBy: "a/one" },
      { finding: of("missing", "topic"), usedBy: "a/two" },
      { finding: of("there", "pods"), usedBy: "b/one" },
      { finding: of("there", "pods"), usedBy: "b/one" },
    ];
    expect(shared(found)).toEqual([
      { ...of("there", "pods"), usedBy: ["a/one", "b/one"] },
      { ...of("missing", "topic"), usedBy: ["a/two"] },
    ]);
  });

  it("stay apart where they were seen differently", () => {
    const found = (["there", "unknown"] as const).map((status) => ({ finding: of(status), usedBy: "a" }));
    expect(shared(found)).toHaveLength(2);
  });
});

describe("a permission in words", () => {
  it("names verb, resource with its group, object and namespace", () => {
    const patch = { verb: "patch", group: "apps", resource: "deployments", name: "feature-api" } as const;
    expect(permissionWords(patch, "ml")).toBe("patch deployments.apps/feature-api in ml");
    expect(canIWords(patch, "ml")).toBe("kubectl auth can-i patch deployments.apps/feature-api -n ml");
    expect(permissionWords({ ...patch, namespace: "kv" }, "ml")).toBe("patch deployments.apps/feature-api in kv");
  });

  it("names subresources and the whole cluster as kubectl does", () => {
    const logs = { verb: "get", group: "", resource: "pods", subresource: "log" } as const;
    expect(permissionWords(logs, "ml")).toBe("get pods/log in ml");
    expect(canIWords(logs, "ml")).toBe("kubectl auth can-i get pods --subresource=log -n ml");
    expect(canIWords({ verb: "list", group: "", resource: "nodes", clusterWide: true }, "ml")).toBe(
      "kubectl auth can-i list nodes",
    );
  });
});

describe("the kubectl commands of a finding", () => {
  it("name the cluster that was asked", () => {
    const finding = { ...of("forbidden"), hint: "to see it: kubectl auth can-i list nodes", usedBy: ["a/one"] };
    const aim = { kubeconfig: "/etc/staging", context: "staging", namespace: "ml" };
    expect(aimFinding(finding, aim)).toEqual({
      ...finding,
      hint: "to see it: kubectl --kubeconfig /etc/staging --context staging -n ml auth can-i list nodes",
    });
    expect(aimFinding(finding, null)).toEqual(finding);
  });
});
