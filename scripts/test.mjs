// Everything that `npm test` promises: checks, unit and command suites, the lab where it has been provisioned, and Node 24.
// With CI=true the lab is provisioned first, and nothing may be skipped.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const ci = process.env.CI === "true";
const vitest = "node_modules/vitest/vitest.mjs";

function step(title, command, args, env = {}) {
  process.stdout.write(`\n== ${title}\n`);
  const { status, error } = spawnSync(command, args, { stdio: "inherit", env: { ...process.env, ...env } });
  if (error !== undefined) process.stdout.write(`cannot start ${command}: ${error.message}\n`);
  if (status !== 0) {
    process.stdout.write(`\n${title} failed\n`);
    process.exit(status ?? 1);
  }
}

function node24() {
  const found = spawnSync(process.execPath, ["--import", "tsx", "test/lab/node-24.ts"], { encoding: "utf8" });
  const path = found.stdout.trim();
  return found.status === 0 && path !== "" && existsSync(path) ? path : null;
}

step("build", process.execPath, ["scripts/build.mjs"]);
step("check", process.execPath, ["scripts/check.mjs"]);
if (ci) step("provision the lab", process.execPath, ["--import", "tsx", "test/lab/provision.ts"]);
const together = ["unit", "mutants", "commands", "lab"].flatMap((project) => ["--project", project]);
step("tests", process.execPath, [vitest, "run", ...together]);
// Kubernetes, Kafka and Flink together are too much for two cores: one after the other.
step("streaming lab", process.execPath, [vitest, "run", "--passWithNoTests", "--project", "lab-streaming"]);

step("torture, the short form", process.execPath, ["--import", "tsx", "test/torture/run.ts", "--short"]);

const newer = node24();
if (newer !== null)
  step("core, sandbox and one lab suite on Node 24", newer, [
    vitest,
    "run",
    "--project",
    "unit",
    "--project",
    "lab",
    "test/core",
    "test/sandbox",
    "test/lab/suites/lab-smoke",
  ]);
else if (ci) {
  process.stdout.write("Node 24 is not there although the lab was provisioned\n");
  process.exit(1);
} else process.stdout.write("\nskipped: Node 24, which comes with the lab (npm run lab)\n");
