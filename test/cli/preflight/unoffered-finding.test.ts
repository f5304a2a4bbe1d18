import { expect, test } from "vitest";
import { unofferedFinding } from "../../../src/cli/preflight/unoffered-finding.ts";
import { preflightExitCode } from "../../../src/core/preflight/finding.ts";

const bare = { name: "lab" };
const named = { ...bare, alertmanager: { url: "http://am" }, flink: { url: "http://flink" } };

test.each([
  ["alertmanager.silence", "environments.lab.alertmanager"],
  ["flink.run", "environments.lab.flink"],
])(
  "%s, whose server is not named, would not be offered: that is said, with the key, and fails nothing",
  (action, key) => {
    const finding = unofferedFinding("mitigation x", action, bare);
    expect(finding).toMatchObject({ subject: "mitigation x", status: "warning" });
    expect(finding?.hint).toContain(key);
    expect(preflightExitCode(finding === null ? [] : [finding])).toBe(0);
    expect(unofferedFinding("mitigation x", action, named)).toBeNull();
  },
);

test.each(["kubernetes.scale", "manual"])("%s needs no such server", (action) => {
  expect(unofferedFinding("mitigation x", action, bare)).toBeNull();
});
