import { mutatedFiles } from "./test/mutation/mutated-files.mjs";

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  plugins: ["./test/mutation/in-process-runner.ts"],
  testRunner: "in-process",
  mutate: mutatedFiles,
  coverageAnalysis: "perTest",
  // What runs once while a module is loaded (tables, patterns, schemas) needs everything to be loaded anew for each mutant.
  ignoreStatic: process.env.MUTATE_STATIC !== "true",
  concurrency: 2,
  timeoutMS: 5_000,
  timeoutFactor: 2,
  thresholds: { high: 95, low: 85, break: 85 },
  // Stryker would rewrite it with a compiler API that TypeScript 7 does not have; nothing here needs it.
  ignorePatterns: ["tsconfig.json"],
  reporters: ["progress-append-only", "clear-text", "json", "html"],
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  jsonReporter: { fileName: "reports/mutation/mutation.json" },
  htmlReporter: { fileName: "reports/mutation/mutation.html" },
};
