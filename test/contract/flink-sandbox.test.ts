import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { openDoors } from "../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../src/core/environment/environment.ts";
import { startSandbox } from "../../src/sandbox/start.ts";
import { flinkContract } from "./flink-contract.ts";
import type { FlinkPlace } from "./flink-place.ts";

/** The sandbox's Flink; its clock goes on by itself, and jumps where a test waits. */
async function sandboxPlace(): Promise<FlinkPlace> {
  const beganMs = performance.now();
  let jumpedMs = 0;
  const startedAtMs = Date.parse("2026-11-22T03:09:30.250Z");
  const now = () => Math.round(startedAtMs + performance.now() - beganMs) + jumpedMs;
  const sandbox = await startSandbox({ fault: "none", seed: 7, startedAtMs, now, readOnlyUser: true });
  const folder = await mkdtemp(join(tmpdir(), "bigops-flink-"));
  const jar = join(folder, "zipline-streaming.jar");
  await writeFile(jar, "not run by anybody here");
  const doors = openDoors({ ...bareEnvironment("sandbox"), flink: { url: sandbox.flinkUrl, jar } }, { env: {} });
  return {
    doors,
    now,
    job: "zipline-streaming",
    start: {},
    pass: async (ms) => {
      jumpedMs += ms;
    },
    close: async () => {
      await doors.close();
      await sandbox.close();
      await rm(folder, { recursive: true });
    },
  };
}

describe("Flink of the sandbox", () => {
  flinkContract(sandboxPlace);
});
