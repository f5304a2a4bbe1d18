import { copyFile, chmod } from "node:fs/promises";
import { join } from "node:path";
import type { Step } from "./step.ts";

const version = "24.21.0";
const packageName = `node-${process.platform}-${process.arch}`;

/** The newer Node that the tests also run on, from the package that npm's `node` resolves to. */
export const node24: Step = {
  name: "node",
  version,
  binaries: ["node"],
  needs: "npm",
  expectedSeconds: 10,
  make: async (workshop) => {
    await workshop.run("npm", [
      "install",
      "--prefix",
      workshop.folder,
      "--no-save",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      `${packageName}@${version}`,
    ]);
    const installed = join(workshop.folder, "node_modules", packageName, "bin", "node");
    await copyFile(installed, join(workshop.bin, "node"));
    await chmod(join(workshop.bin, "node"), 0o755);
  },
};
