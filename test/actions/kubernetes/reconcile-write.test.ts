import { describe, expect, test } from "vitest";
import { planRestart } from "../../../src/actions/kubernetes/plan-restart.ts";
import { reconcileWrite } from "../../../src/actions/kubernetes/reconcile-write.ts";
import { deployment, scene } from "./fixtures.ts";
import { refused, stubContext } from "./stub-cluster.ts";

const plan = planRestart("kubernetes.rollout-restart", scene(), "2026-11-22T03:14:00Z");
const [write] = plan.writes;
if (write === undefined) throw new Error("a restart is one write");
const order = { plan, write, resourceVersion: "100", mark: "fsd-1/restart/1", detail: {} };

const MARK = "bigops.dev/applied-by";
const found = (resourceVersion: string, annotations: { [key: string]: string }, uid = "d-1") =>
  stubContext({
    get: () => ({ ...deployment(), metadata: { name: "feature-api", uid, resourceVersion, annotations } }),
  }).context;

describe("after a lost answer", () => {
  test.each([
    ["the mark is there", "107", { [MARK]: "fsd-1/restart/1" }, "applied"],
    ["no mark, the same version", "100", {}, "not-applied"],
    ["the mark of an earlier change, the same version", "100", { [MARK]: "fsd-0/restart/1" }, "not-applied"],
    ["no mark, and it moved", "101", {}, "unknown"],
    ["another run's mark, and it moved", "101", { [MARK]: "fsd-2/restart/1" }, "unknown"],
    ["another proposal's mark of the same run", "101", { [MARK]: "fsd-1/rollback/1" }, "unknown"],
  ])("%s", async (_, version, annotations, outcome) => {
    expect((await reconcileWrite(order, found(version, annotations))).found).toBe(outcome);
  });

  test("an object of the same name made anew says nothing", async () => {
    expect((await reconcileWrite(order, found("100", {}, "d-2"))).found).toBe("unknown");
  });

  test("an object that is gone says nothing", async () => {
    const { context } = stubContext({
      get: () => {
        throw refused(404, "not found");
      },
    });
    expect((await reconcileWrite(order, context)).found).toBe("unknown");
  });

  test.each([
    ["uid", { name: "feature-api", resourceVersion: "101" }],
    ["resourceVersion", { name: "feature-api", uid: "d-1" }],
  ])("an object without its %s is no answer: it is asked again", async (missing, metadata) => {
    const { context } = stubContext({ get: () => ({ ...deployment(), metadata }) });
    await expect(reconcileWrite(order, context)).rejects.toMatchObject({
      code: "unexpected-answer",
      message: expect.stringContaining(`no metadata.${missing}`) as string,
    });
  });

  test("a failure to ask is no answer", async () => {
    const { context } = stubContext({
      get: () => {
        throw refused(503, "unavailable");
      },
    });
    await expect(reconcileWrite(order, context)).rejects.toMatchObject({ code: "server-error" });
  });
});
