import { expect, test } from "vitest";
import { templateHash } from "../../../src/clients/kubernetes-objects/pod-template.ts";
import { template } from "../../actions/kubernetes/fixtures.ts";

const plain = template("feature-api:2.4.0");

test("a field that is null is one that is not there, as for the API server", () => {
  const { metadata = {}, spec = {} } = plain as Record<string, object>;
  const nulls = { metadata: { ...metadata, creationTimestamp: null }, spec: { ...spec, nodeName: null } };
  expect(templateHash(nulls)).toBe(templateHash(plain));
});

test("an empty object is not", () => {
  const { spec = {} } = plain as Record<string, object>;
  expect(templateHash({ ...plain, spec: { ...spec, securityContext: {} } })).not.toBe(templateHash(plain));
});
