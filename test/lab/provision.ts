import { mkdir } from "node:fs/promises";
import { setPriority } from "node:os";
import { isProvisioned, labRoot } from "./provision/lab-folder.ts";
import { whileLocked } from "./provision/lock.ts";
import { makeArtifact } from "./provision/make-artifact.ts";
import { missingRequirements } from "./provision/requirements.ts";
import { steps as kubernetesSteps } from "./provision/steps.ts";
import { streamingSteps } from "./provision/streaming-steps.ts";

const steps = [...kubernetesSteps, ...streamingSteps];
const startedAt = performance.now();

function say(line: string): void {
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  process.stdout.write(`[${clock.padStart(5)}] ${line}\n`);
}

async function provision(): Promise<void> {
  const root = labRoot();
  await mkdir(root, { recursive: true });
  const lacking = steps.filter((step) => !isProvisioned(step));
  if (lacking.length === 0) return say(`the lab is complete in ${root}`);
  const missing = await missingRequirements(lacking);
  if (missing.length > 0) throw new Error(missing.join("\n"));
  const minutes = Math.ceil(lacking.reduce((sum, step) => sum + step.expectedSeconds, 0) / 60);
  say(`provisioning the lab in ${root}; about ${minutes} min on two cores when nothing is cached`);
  const onWait = (pid: number) => say(`waiting: process ${pid} is provisioning the same folder`);
  await whileLocked(root, onWait, async () => {
    for (const [index, step] of steps.entries()) {
      const label = `${index + 1}/${steps.length} ${step.name} ${step.version}`;
      if (isProvisioned(step)) {
        say(`${label}: already there`);
        continue;
      }
      say(`${label}: making ${step.binaries.join(", ")}`);
      const before = performance.now();
      const ticking = setInterval(() => say(`${label}: still working`), 60_000);
      try {
        await makeArtifact(step);
      } finally {
        clearInterval(ticking);
      }
      say(`${label}: done in ${Math.round((performance.now() - before) / 1000)} s`);
    }
  });
  say(`the lab is complete in ${root}`);
}

// Building is background work: whatever else the machine does comes first.
setPriority(process.pid, 10);
try {
  await provision();
} catch (error) {
  process.stderr.write(`lab: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
