import { expect, it } from "vitest";
import { DEPLOYMENT, testSandbox } from "../harness.ts";

interface Deployment {
  metadata: { generation: number };
  spec: { template: { metadata: object; spec: object } };
}

it("a field that a client sends as null is not stored, and no change by itself", async () => {
  await using started = await testSandbox({ fault: "none" });
  const before = (await started.kubernetes<Deployment>("GET", DEPLOYMENT)).body;
  const { metadata, spec } = before.spec.template;
  // kubectl's undo writes the template of the old ReplicaSet as its own types print it.
  const value = { metadata: { creationTimestamp: null, ...metadata }, spec: { nodeName: null, ...spec } };
  const { status, body } = await started.kubernetes<Deployment>("PATCH", DEPLOYMENT, {
    body: [{ op: "replace", path: "/spec/template", value }],
    contentType: "application/json-patch+json",
  });
  expect(status).toBe(200);
  expect(body.spec.template).toEqual(before.spec.template);
  expect(body.metadata.generation).toBe(before.metadata.generation);
});
