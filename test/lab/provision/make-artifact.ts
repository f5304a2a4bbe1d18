import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { artifactFolder, isProvisioned, labRoot } from "./lab-folder.ts";
import type { Step, Workshop } from "./step.ts";

/** A step that did not succeed: what ran, the end of what it said, and where the rest is. */
class StepFailed extends Error {
  override readonly name = "StepFailed";
}

/** Go marks its module cache read-only; the workshop only ever holds our own files. */
const removing = { recursive: true, force: true } as const;

/**
 * Makes one artifact in a folder of its own and moves it into place by a rename, so that a
 * killed build leaves nothing that looks finished.
 */
export async function makeArtifact(step: Step): Promise<void> {
  const root = labRoot();
  await mkdir(join(root, "logs"), { recursive: true });
  const logPath = join(root, "logs", `${step.name}-${step.version}.log`);
  await writeFile(logPath, "");
  const log = { file: logPath, append: true };
  const folder = await mkdtemp(join(root, `.making-${step.name}-`));
  const source = join(folder, "source");
  const result = join(folder, "result");
  const bin = join(result, "bin");
  try {
    await mkdir(source, { recursive: true });
    await mkdir(bin, { recursive: true });
    const run: Workshop["run"] = async (command, args, env = {}) => {
      const ended = await execa(command, args, {
        cwd: source,
        env,
        stdin: "ignore",
        stdout: log,
        stderr: log,
        reject: false,
      });
      if (ended.failed) throw new StepFailed(await explain(step, command, args, logPath, ended));
    };
    await step.make({ folder: source, bin, run });
    await rename(result, artifactFolder(step)).catch(async (error: unknown) => {
      // Another provisioning finished it first, or a half of an artifact of the same name is there.
      if (isProvisioned(step)) return;
      await rm(artifactFolder(step), removing);
      await rename(result, artifactFolder(step)).catch(() => {
        throw error;
      });
    });
    if (!isProvisioned(step)) {
      const missing = step.binaries.join(", ");
      throw new StepFailed(`${step.name} ${step.version} was built without ${missing} in its bin`);
    }
  } finally {
    await rm(folder, removing);
  }
}

async function explain(
  step: Step,
  command: string,
  args: readonly string[],
  logPath: string,
  ended: { readonly exitCode?: number | undefined; readonly shortMessage?: string | undefined },
): Promise<string> {
  const said = (await readFile(logPath, "utf8")).trimEnd().split("\n").slice(-15);
  return [
    `building ${step.name} ${step.version}: \`${[command, ...args.slice(0, 3)].join(" ")} …\` ` +
      (ended.exitCode === undefined ? (ended.shortMessage ?? "could not be started") : `ended with ${ended.exitCode}`),
    ...said.map((line) => `  | ${line}`),
    `the whole log: ${logPath}`,
    "what is already built is kept; run `npm run lab` again to go on from here",
  ].join("\n");
}
