import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { commonTokens, declareClassPlugin, PluginKind, tokens } from "@stryker-mutator/api/plugin";
import type { InstrumenterContext, StrykerOptions } from "@stryker-mutator/api/core";
import {
  determineHitLimitReached,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { build } from "esbuild";
import fc from "fast-check";
import { enterFile, registered } from "./registered-tests.ts";

const standIn = new URL("registered-tests.ts", import.meta.url).href;
const scope = globalThis as unknown as { __stryker__?: InstrumenterContext; enterFile?: typeof enterFile };

const ROOMS = ["test/core", "test/probes", "test/actions"];

/** Random walks, random and endless files, and the whole library of runbooks: up to half a minute a mutant, each of which they all reach. */
const TOO_LONG = [
  "test/core/run/promises.test.ts",
  "test/core/runbook/any-file.test.ts",
  "test/core/runbook/runbook-shape.test.ts",
  "test/core/source/any-text.test.ts",
];

/**
 * The tests that mirror what is mutated: `src/core/run/**` is held against test/core/run alone, everything against all.
 * Left out is what takes too long: what only that would find counts as survived.
 */
function testFiles(mutated: readonly string[]): readonly string[] {
  const folders = mutated.map((glob) => (glob.split("*")[0] ?? "").replace(/[^/]*$/, "").replace(/^src/, "test"));
  return ROOMS.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: "utf8" }).map((name) => `${room}/${name}`),
  ).filter(
    (path) =>
      path.endsWith(".test.ts") && !TOO_LONG.includes(path) && folders.some((folder) => path.startsWith(folder)),
  );
}

/**
 * Runs tests in the process that has loaded them, once: a mutant is switched on by name, so that it costs what its
 * tests cost. Vitest begins anew for each, which is a second; the core alone has thousands.
 */
class InProcessRunner implements TestRunner {
  readonly #spentMs = new Map<string, number>();
  /** Where the bundle is: in the copy that Stryker made and moved this process into. */
  readonly #bundle = resolve(`mutated-tests-${process.pid}.mjs`);
  #loads = 0;
  readonly #context: InstrumenterContext = (scope.__stryker__ ??= {});
  readonly #mutated: readonly string[];

  static readonly inject = tokens(commonTokens.options);

  constructor(options: StrykerOptions) {
    this.#mutated = options.mutate;
  }

  capabilities(): { reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    // Properties are tried with the same values for each mutant, and one counterexample is enough.
    fc.configureGlobal({ seed: 20_260_115, endOnFailure: true });
    scope.enterFile = enterFile;
    await build({
      stdin: {
        contents: testFiles(this.#mutated)
          .map((path) => `enterFile(${JSON.stringify(path)});\nawait import("./${path}");`)
          .join("\n"),
        resolveDir: process.cwd(),
      },
      outfile: this.#bundle,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      packages: "external",
      logLevel: "error",
      plugins: [
        {
          name: "registered tests instead of vitest",
          setup: ({ onResolve }) => onResolve({ filter: /^vitest$/ }, () => ({ path: standIn, external: true })),
        },
      ],
    });
    await this.#load();
  }

  async dryRun(): Promise<DryRunResult> {
    return {
      status: DryRunStatus.Complete,
      tests: await this.#run([...registered.keys()], false),
      ...(this.#context.mutantCoverage && { mutantCoverage: this.#context.mutantCoverage }),
    };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    Object.assign(this.#context, { hitCount: 0, hitLimit: options.hitLimit, activeMutant: options.activeMutant.id });
    try {
      if (options.reloadEnvironment) {
        const failure = await this.#load().catch((error: unknown) => String(error));
        if (failure !== undefined) return this.#notLoaded(failure);
      }
      const tests = await this.#run(options.testFilter ?? [...registered.keys()], true);
      const endless = determineHitLimitReached(this.#context.hitCount, options.hitLimit);
      return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests });
    } finally {
      delete this.#context.activeMutant;
      if (options.reloadEnvironment) await this.#load();
    }
  }

  /** A fault by which a module cannot even be loaded is found by every test of it. */
  #notLoaded(failureMessage: string): MutantRunResult {
    const about = { id: "loading", name: "loading", timeSpentMs: 0, failureMessage };
    return toMutantRunResult({
      status: DryRunStatus.Complete,
      tests: [{ ...about, status: TestStatus.Failed }],
    });
  }

  async #load(): Promise<undefined> {
    registered.clear();
    this.#loads += 1;
    await import(`${pathToFileURL(this.#bundle).href}?load=${this.#loads}`);
  }

  /** In the order of their cost so far; with `bail` only until one fails. */
  async #run(ids: readonly string[], bail: boolean): Promise<TestResult[]> {
    const cheapestFirst = [...ids].sort((a, b) => (this.#spentMs.get(a) ?? 0) - (this.#spentMs.get(b) ?? 0));
    const results: TestResult[] = [];
    for (const id of cheapestFirst) {
      const result = await this.#runOne(id);
      results.push(result);
      if (bail && result.status === TestStatus.Failed) break;
    }
    return results;
  }

  async #runOne(id: string): Promise<TestResult> {
    const began = performance.now();
    const about = () => ({ id, name: id, timeSpentMs: Math.round(performance.now() - began) });
    this.#context.currentTestId = id;
    try {
      const found = registered.get(id);
      if (found === undefined) throw new Error(`no test is called "${id}" any more`);
      await found.run();
      return { ...about(), status: TestStatus.Success };
    } catch (error) {
      return { ...about(), status: TestStatus.Failed, failureMessage: String(error) };
    } finally {
      delete this.#context.currentTestId;
      this.#spentMs.set(id, performance.now() - began);
    }
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessRunner)];
