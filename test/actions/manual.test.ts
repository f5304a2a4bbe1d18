import { describe, expect, test } from "vitest";
import { manual } from "../../src/actions/manual.ts";
import { refused, stubContext } from "./kubernetes/stub-cluster.ts";

const { context, writes } = stubContext({});
const args = manual.args.parse({ summary: "raise the memory limit", instructions: "kubectl set resources …" });

describe("a manual change", () => {
  test("is a plan without writes, with what the operator does", async () => {
    const plan = await manual.plan(args, { ...context, onsetAtMs: null });
    expect([plan.writes, plan.instructions, plan.undo]).toEqual([[], ["kubectl set resources …"], null]);
  });

  test("has another identity when the instructions are others", async () => {
    const identity = async (instructions: readonly string[]) =>
      (await manual.plan({ ...args, instructions: [...instructions] }, { ...context, onsetAtMs: null })).identity;
    expect(await identity(["a"])).not.toBe(await identity(["b"]));
    expect(await identity(["a"])).toBe(await identity(["a"]));
  });

  test("names pods by the labels that their object finds them by, quoted; where they cannot be read it says how to see them", async () => {
    const about = (podsOf: string) =>
      manual.args.parse({ summary: "x", instructions: ["kubectl top pods -l <selector> --containers"], podsOf });
    const steps = async (podsOf: string, get: (path: string) => unknown) =>
      (await manual.plan(about(podsOf), { ...stubContext({ get }).context, onsetAtMs: null })).instructions;
    const matchExpressions = [{ key: "tier", operator: "In", values: ["web", "edge"] }];
    const deployment = { spec: { selector: { matchLabels: { "app.kubernetes.io/name": "api" }, matchExpressions } } };
    const service = { spec: { selector: { app: "kv", role: "primary" } } };
    const answers = new Map<string, unknown>([
      ["/apis/apps/v1/namespaces/ml/deployments/feature-api", deployment],
      ["/api/v1/namespaces/ml/services/kv-store", service],
    ]);
    const get = (path: string) => answers.get(path);
    expect(await steps("deployment/feature-api", get)).toEqual([
      "kubectl top pods -l 'app.kubernetes.io/name=api,tier in (web,edge)' --containers",
    ]);
    expect(await steps("service/kv-store", get)).toEqual(["kubectl top pods -l app=kv,role=primary --containers"]);
    const forbidden = () => {
      throw refused(403, "forbidden");
    };
    expect(await steps("deployment/feature-api", forbidden)).toEqual([
      "kubectl get deployment/feature-api -o wide    # its SELECTOR belongs where -l … stands",
      "kubectl top pods -l … --containers",
    ]);
  });

  test("is complete when the operator says so, and sends nothing", async () => {
    const plan = await manual.plan(args, { ...context, onsetAtMs: null });
    const progress = await manual.progress(plan, [], { ...context, nowMs: 77 });
    expect([progress.complete, progress.completedAtMs, writes]).toEqual([true, 77, []]);
    expect(manual.inverse).toBeNull();
  });
});
