import { describe } from "vitest";
import { openDoors } from "../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../src/core/environment/environment.ts";
import { startSandbox } from "../../src/sandbox/start.ts";
import { alertmanagerContract } from "./alertmanager-contract.ts";

describe("Alertmanager of the sandbox", () => {
  alertmanagerContract(async () => {
    const startedAtMs = Date.parse("2026-11-22T03:09:30.250Z");
    // Its release began 270 s before the start; the rule asks for two minutes of it.
    let nowMs = startedAtMs + 240_000;
    const now = () => nowMs++;
    const sandbox = await startSandbox({ fault: "bad-rollout-ready", seed: 7, startedAtMs, now });
    const environment = { ...bareEnvironment("sandbox"), alertmanager: { url: sandbox.alertmanagerUrl } };
    const doors = openDoors(environment, { env: {} });
    return {
      doors,
      now: () => nowMs,
      startsAtMs: [startedAtMs - 270_000, startedAtMs + 240_000] as const,
      close: async () => {
        await doors.close();
        await sandbox.close();
      },
    };
  });
});
