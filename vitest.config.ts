import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { mutantPlugin } from "./test/mutants/mutant-plugin.ts";

/**
 * `unit` needs nothing; `commands` runs the built program; `lab` and `lab-streaming` run on the real servers
 * that `npm run lab` provisions, never both at once: two cores do not carry Kubernetes, Kafka and Flink.
 */
export default defineConfig({
  test: {
    // Files wait for servers and timers more than they compute: every core has one, vitest's own process aside.
    maxWorkers: availableParallelism(),
    projects: [
      {
        plugins: [mutantPlugin(process.env["BIGOPS_MUTANT"])],
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/lab/**", "test/commands/**", "test/mutants/**"],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "mutants",
          include: ["test/mutants/**/*.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "commands",
          include: ["test/commands/**/*.test.ts"],
          globalSetup: ["test/commands/global-setup.ts"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "lab",
          include: ["test/lab/suites/**/*.test.ts"],
          globalSetup: ["test/lab/global-setup.ts", "test/commands/global-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "lab-streaming",
          include: ["test/lab/streaming-suites/**/*.test.ts"],
          globalSetup: ["test/lab/streaming/global-setup.ts", "test/commands/global-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
