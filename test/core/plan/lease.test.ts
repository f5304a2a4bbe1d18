import { expect, test } from "vitest";
import { leaseOn } from "../../../src/core/plan/lease.ts";
import { plan } from "../run/sample-events.ts";

const { target } = plan();

test("the lease is beside its target, under a name that tells nothing of it", () => {
  // The first 20 digits of: printf Deployment/shop/shop | sha256sum
  expect(leaseOn(target)).toEqual({ namespace: "shop", name: "bigops-423a24555e007e95198c" });
});

test("every version of bigops finds it by kind, namespace and name: an object that was made anew has the same", () => {
  expect(leaseOn({ ...target, uid: "uid-2" })).toEqual(leaseOn(target));
  const others = [{ kind: "StatefulSet" }, { namespace: "other" }, { name: "other" }].map((other) =>
    leaseOn({ ...target, ...other }),
  );
  expect(new Set([leaseOn(target), ...others].map(({ name }) => name)).size).toBe(4);
});
