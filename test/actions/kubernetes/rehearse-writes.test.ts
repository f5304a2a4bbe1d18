import { describe, expect, test } from "vitest";
import { planScale } from "../../../src/actions/kubernetes/plan-scale.ts";
import { rehearseWrites } from "../../../src/actions/kubernetes/rehearse-writes.ts";
import { deployment, scene } from "./fixtures.ts";
import { refused, stubContext } from "./stub-cluster.ts";

const plan = planScale("kubernetes.scale", scene(), { replicas: 6, source: "as asked" });

describe("the server's own dry run", () => {
  test("is asked for the approved body at the version of now, and stores nothing", async () => {
    const { context, writes } = stubContext({ get: () => deployment(), write: () => deployment({ replicas: 6 }) });
    expect(await rehearseWrites(plan, context)).toEqual([]);
    expect(writes.map((write) => write.dryRun)).toEqual([true]);
    expect(writes[0]?.body).toContainEqual({ op: "test", path: "/metadata/resourceVersion", value: "100" });
  });

  test("tells where the server would store something else", async () => {
    const { context } = stubContext({ get: () => deployment(), write: () => deployment({ replicas: 5 }) });
    expect(await rehearseWrites(plan, context)).toEqual([expect.stringContaining("spec.replicas")]);
  });

  test("is asked again when the object only moved on meanwhile", async () => {
    let reads = 0;
    const { context, writes } = stubContext({
      get: () => ({ ...deployment(), metadata: { ...deployment().metadata, resourceVersion: String((reads += 1)) } }),
      write: () => {
        if (writes.length === 1) throw refused(422, "the server rejected our request");
        return deployment({ replicas: 6 });
      },
    });
    expect(await rehearseWrites(plan, context)).toEqual([]);
    expect(writes).toHaveLength(2);
  });

  test.each([
    [403, "forbidden"],
    [422, "replicas is invalid"],
  ])("passes on a refusal: %i", async (status, message) => {
    const { context, writes } = stubContext({
      get: () => deployment(),
      write: () => {
        throw refused(status, message);
      },
    });
    await expect(rehearseWrites(plan, context)).rejects.toMatchObject({ message });
    expect(writes).toHaveLength(1);
  });
});
