import { describe, expect, test } from "vitest";
import { manual } from "../../../src/actions/manual.ts";
import type { Action } from "../../../src/actions/action.ts";
import { secretRegistry } from "../../../src/clients/secret-registry.ts";
import { performPlan } from "../../../src/cli/perform/perform-plan.ts";
import type { RunSurroundings } from "../../../src/cli/perform/run-surroundings.ts";
import type { Json } from "../../../src/core/json.ts";
import { plan } from "../../core/run/sample-events.ts";

/** Plans a change whose body is this, where a secret has been loaded. */
async function planned(body: Json, secret: string, before = {}): Promise<string> {
  const made = plan();
  const secrets = secretRegistry();
  secrets.add("token", secret);
  const action = {
    ...manual,
    plan: () => Promise.resolve({ ...made, before, writes: made.writes.map((write) => ({ ...write, body })) }),
  } as Action;
  const around = {
    now: () => 0,
    action: () => action,
    render: () => ({}),
    rehearses: false,
    serverOf: () => null,
    mayRecord: (text: string) => secrets.redact(text) === text,
  } as unknown as RunSurroundings;
  const effect = {
    id: "plan:rollback:propose-0",
    type: "plan",
    proposal: "rollback",
    stage: "propose",
    recheck: 0,
    action: "test.rollback",
    args: {},
    onsetAtMs: null,
    shown: null,
    undoes: null,
  } as const;
  return (await performPlan(effect, around, new AbortController().signal)).type;
}

describe("what is sent is what was recorded", () => {
  const secret = 'pass"word\\1';

  test.each([
    ["as it is", [{ value: secret }]],
    ["inside of a text that is JSON itself", [{ value: JSON.stringify({ env: secret }) }]],
    ["in a text of base64", [{ value: Buffer.from(secret).toString("base64") }]],
    ["as a key", [{ [secret]: "1" }]],
  ])("a change that carries a secret %s is not offered", async (_, body) => {
    expect(await planned(body, secret)).toBe("plan-failed");
  });

  test("nor one that replaces it: an undo would write its redacted form", async () => {
    expect(await planned([{ value: "pass" }], secret, { from: `now ${secret}` })).toBe("plan-failed");
  });

  test("another one is", async () => {
    expect(await planned([{ value: "pass" }], secret)).toBe("planned");
  });
});
