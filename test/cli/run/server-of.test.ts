import { expect, test } from "vitest";
import { serverOf } from "../../../src/cli/run/server-of.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";

const environment = {
  ...bareEnvironment("prod"),
  flink: { url: "http://flink.prod:8081" },
  alertmanager: { service: "alertmanager", namespace: "monitoring", port: 9093, via: "proxy" as const },
};

test.each([
  ["flink.run", "http://flink.prod:8081"],
  ["alertmanager.silence", "service alertmanager.monitoring:9093 by proxy"],
  ["kubernetes.scale", null],
  ["manual", null],
])("%s is made on %s", (action, server) => {
  expect(serverOf({ environment, sandbox: false }, action)).toBe(server);
});

test("a sandbox is its own, whatever its ports", () => {
  expect(serverOf({ environment, sandbox: true }, "flink.run")).toBeNull();
});
