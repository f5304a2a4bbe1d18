import { expect, test } from "vitest";
import { isBeside, leaseFor, leaseOn } from "../../../src/core/plan/lease.ts";
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

const job = { kind: "FlinkJob", namespace: "", name: "zipline", uid: "a" };

test("a target in no cluster has its lease in the namespace that the environment names, one for each server", () => {
  const here = leaseFor(job, "http://flink:8081", "ml");
  expect(here.namespace).toBe("ml");
  // Started anew the job has another id, and is the same target.
  expect(leaseFor({ ...job, uid: "b" }, "http://flink:8081", "ml")).toEqual(here);
  const others = [
    leaseFor(job, "http://other:8081", "ml"),
    leaseFor({ ...job, name: "another" }, "http://flink:8081", "ml"),
    leaseFor(job, null, "ml"),
  ];
  expect(new Set([here, ...others].map(({ name }) => name)).size).toBe(4);
  expect(isBeside(here, job)).toBe(false);
});

test("one in the cluster has it beside it", () => {
  const target = { kind: "Deployment", namespace: "ml", name: "feature-api", uid: "a" };
  expect(leaseOn(target).namespace).toBe("ml");
  expect(isBeside(leaseOn(target), target)).toBe(true);
});
