import { execa } from "execa";
import type { Step } from "./step.ts";

const oldestGo = { major: 1, minor: 26 };

/**
 * What is missing on this machine for these steps, in words with the way to get it;
 * an empty list when nothing is.
 */
export async function missingRequirements(steps: readonly Step[]): Promise<readonly string[]> {
  const missing: string[] = [];
  if (steps.some((step) => step.needs === "go")) {
    const asked = await execa("go", ["env", "GOVERSION"], {
      env: { GOTOOLCHAIN: "local" },
      reject: false,
    });
    const found = /^go(\d+)\.(\d+)/.exec(asked.failed ? "" : asked.stdout);
    const wanted = `Go ${oldestGo.major}.${oldestGo.minor} or newer`;
    const how = "install it from https://go.dev/dl or with the system's package manager";
    if (found === null) missing.push(`${wanted} is needed and no \`go\` was found; ${how}`);
    else if (Number(found[1]) === oldestGo.major && Number(found[2]) < oldestGo.minor)
      missing.push(`${wanted} is needed, and \`go\` here is ${asked.stdout}; ${how}`);
  }
  const openssl = await execa("openssl", ["version"], { reject: false });
  if (openssl.failed) missing.push("openssl is needed for the lab's certificates and was not found; install it");
  return missing;
}
