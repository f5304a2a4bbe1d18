import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { isProvisioned } from "./lab-folder.ts";
import type { Step } from "./step.ts";

/** True when all of it is there. Under CI it is made first; elsewhere the suites named by `what` skip themselves, and it is said why. */
export async function provisionOrSkip(what: string, steps: readonly Step[]): Promise<boolean> {
  const missing = steps.filter((step) => !isProvisioned(step)).map(({ name }) => name);
  if (missing.length === 0) return true;
  const ci = process.env["CI"] ?? "";
  if (ci === "" || ci === "false") {
    process.stderr.write(`${what} skipped: ${missing.join(", ")} not built yet; \`npm run lab\` does that\n`);
    return false;
  }
  const script = fileURLToPath(new URL("../provision.ts", import.meta.url));
  await execa(process.execPath, ["--import", import.meta.resolve("tsx"), script], { stdio: "inherit" });
  return true;
}
