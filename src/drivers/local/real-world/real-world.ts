import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { World } from "../world.ts";
import { claimRun } from "./claim.ts";
import { isListening } from "./connect.ts";
import { holderFile, latestGeneration } from "./holder-files.ts";
import { realDisk } from "./real-disk.ts";
import { sendToHolder } from "./send-to-holder.ts";

/** The computer that bigops runs on. */
export const realWorld: World = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    if (signal.aborted) return;
    await delay(ms, undefined, { signal }).catch(() => undefined);
  },
  sessionId: () => randomBytes(6).toString("hex"),
  disk: realDisk,
  holder: {
    claim: async (runFolder) => await claimRun(runFolder),
    isHeld: async (runFolder) => {
      const latest = await latestGeneration(runFolder);
      return latest > 0 && (await isListening(runFolder, holderFile(latest)));
    },
    send: sendToHolder,
  },
};
