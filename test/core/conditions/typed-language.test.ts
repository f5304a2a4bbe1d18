import { describe, expect, test } from "vitest";
import { z } from "zod";
import { checkLanguage, runbookLanguage, type Nameable } from "../../../src/core/conditions/typed-language.ts";

const observed = z.object({ ready: z.int(), pods: z.object({ name: z.string() }) });
const language = (more: Partial<Nameable> = {}) =>
  runbookLanguage({ checks: [], parameters: [], conditions: [], ...more });

test("what can be named, and the fields of what has some", () => {
  const { names, fields } = language({
    checks: [
      { id: "a-b", observed },
      { id: "free", observed: null },
    ],
    parameters: [{ name: "max-lag", type: "number" }],
    conditions: ["named-one"],
  });
  expect(names).toEqual(["a_b", "free", "named_one", "params"]);
  expect([...fields]).toEqual([
    ["a_b", ["ready", "pods", "decided", "unreachable", "pass", "fail"]],
    ["params", ["max_lag"]],
  ]);
});

test("what has a meaning of its own in conditions names nothing", () => {
  const { names, fields, environment } = language({
    checks: [{ id: "in", observed }],
    parameters: [{ name: "2nd", type: "string" }],
    conditions: ["string", "params"],
  });
  expect([names, [...fields]]).toEqual([["params"], [["params", []]]]);
  expect(environment.check("params").type).toBe("parameters");
});

describe("the type of a name", () => {
  test.each([
    ["a_b.ready", "double"],
    ["a_b.pods.name", "string"],
    ["a_b.decided && a_b.unreachable && a_b.pass && a_b.fail", "bool"],
    ["free.x.y", "dyn"],
    ["params.max_lag", "double"],
    ["params.age > duration('1h')", "bool"],
    ["named_one", "bool"],
    ["a_b.changedBefore(timestamp(0))", undefined],
    ["changed.changedBefore(changed.changedAt)", "bool"],
    ["word.changedBefore(changed.changedAt)", undefined],
    ["a_b == null", undefined],
    ["nothing", undefined],
  ])("%s: %s", (text, type) => {
    const { environment } = language({
      checks: [
        { id: "a-b", observed },
        { id: "free", observed: null },
        { id: "changed", observed: z.object({ changedAt: z.iso.datetime() }) },
        { id: "word", observed: z.object({ changedAt: z.int() }) },
      ],
      parameters: [
        { name: "max-lag", type: "number" },
        { name: "age", type: "duration" },
      ],
      conditions: ["named-one", "free"],
    });
    expect(environment.check(text).type).toBe(type);
  });
});

test("inner fields of one check are not those of another", () => {
  const checks = ["name", "ready"].map((field) => ({
    id: `by-${field}`,
    observed: z.object({ pod: z.object({ [field]: z.string() }) }),
  }));
  const { environment } = language({ checks });
  expect(["by_name.pod.name", "by_ready.pod.ready"].map((text) => environment.check(text).type)).toEqual([
    "string",
    "string",
  ]);
  expect(["by_name.pod.ready", "by_ready.pod.name"].map((text) => environment.check(text).valid)).toEqual([
    false,
    false,
  ]);
});

test("of two checks, or a check and a cause, by one name the first is meant", () => {
  const { environment } = language({
    checks: [
      { id: "a-b", observed },
      { id: "a_b", observed: z.object({ other: z.int() }) },
    ],
    conditions: ["a-b"],
  });
  expect(environment.check("a_b.ready").type).toBe("double");
  expect(environment.check("a_b.other").valid).toBe(false);
});

test("a check's own conditions name what its probe observes", () => {
  const { environment, names, fields } = checkLanguage(observed);
  expect([names, [...fields]]).toEqual([["ready", "pods"], []]);
  expect(environment.check("pods.name + '!'").type).toBe("string");
  expect(environment.check("fail").valid).toBe(false);
  expect(environment.check("pods == 3").error?.summary).toBe("no such overload: observed_pods == int");
});
