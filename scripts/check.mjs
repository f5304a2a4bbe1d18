// All quick checks at once: types, lint, formatting, unused code, and the arrows between the rooms.
import { spawn } from "node:child_process";

const checks = [
  // The linter's own TypeScript, which reads everything once for both.
  ["types and lint", "oxlint", ["--type-aware", "--type-check", "--deny-warnings"]],
  ["format", "oxfmt", ["--check", "."]],
  ["unused", "knip", []],
  ["rooms", "vitest", ["run", "--project", "unit", "test/architecture"]],
];

function run([name, command, args]) {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(`node_modules/.bin/${command}`, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("close", (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stdout.write(`${code === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)\n${code === 0 ? "" : output}`);
      resolve(code === 0);
    });
  });
}

const results = await Promise.all(checks.map(run));
process.exitCode = results.every(Boolean) ? 0 : 1;
