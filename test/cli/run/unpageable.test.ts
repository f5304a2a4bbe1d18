import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { unpageable } from "../../../src/cli/run/unpageable.ts";
import { bareEnvironment, type PagerTarget } from "../../../src/core/environment/environment.ts";

const escalation = [
  { afterMs: 600_000, when: null, page: "secondary" },
  { afterMs: 1_800_000, when: null, page: "manager" },
];

function prod(targets: Readonly<Record<string, PagerTarget>>) {
  return { ...bareEnvironment("prod"), pager: { targets } };
}

describe("a target that cannot be paged", () => {
  it("is one that the environment lacks, with the key to add", () => {
    const targets = { manager: { slack: { webhook: { env: "SLACK" } } } };
    expect(unpageable(prod(targets), escalation, { SLACK: "https://hooks.example/x" })).toEqual({
      secondary: "no target of that name: add environments.prod.pager.targets.secondary to bigops.yaml",
    });
  });

  it("is one whose secret is not there", () => {
    const targets = {
      secondary: { pagerduty: { routingKey: { env: "PD_KEY" } } },
      manager: { slack: { webhook: { file: "/no/such/webhook" } } },
    };
    expect(unpageable(prod(targets), escalation, {})).toEqual({
      secondary: "the environment variable PD_KEY, which holds its secret, is not set",
      manager: "there is no file /no/such/webhook, which holds its secret",
    });
  });

  it("is none where everything is there", () => {
    const file = fileURLToPath(import.meta.url);
    const targets = {
      secondary: { pagerduty: { routingKey: { env: "PD_KEY" } } },
      manager: { slack: { webhook: { file } } },
    };
    expect(unpageable(prod(targets), escalation, { PD_KEY: "key" })).toEqual({});
  });

  it("of a sandbox is nobody's fault: no file is to be edited", () => {
    const problems = unpageable(bareEnvironment("sandbox"), escalation, {});
    expect(problems).toEqual({ secondary: "the sandbox pages nobody", manager: "the sandbox pages nobody" });
  });
});
