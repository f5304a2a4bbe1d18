import { startSandbox } from "../../../src/sandbox/start.ts";

/** The platform of many operators, in a process of its own: what it computes takes nothing of the time that they have. */
const sandbox = await startSandbox({
  fault: "bad-rollout",
  seed: Number(process.argv[2]),
  startedAtMs: Date.now(),
  now: Date.now,
  onMutation: (mutation) => void process.send?.({ mutation }),
});
const { close: _, ...report } = sandbox;
process.send?.({ report });
// It ends with the one who started it.
process.on("disconnect", () => process.exit());
process.on("message", () => void sandbox.close().then(() => process.disconnect()));
