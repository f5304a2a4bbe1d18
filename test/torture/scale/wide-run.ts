import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { timedProcess } from "../../../bench/timed-process.ts";
import type { RunDocument } from "../../../src/core/document/run-document.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { makeHome } from "../../commands/harness/home.ts";

/** What a dry run gave and cost. */
export interface WideRun {
  readonly document: RunDocument;
  readonly durationMs: number;
  readonly peakMib: number;
}

export interface WidePlace {
  readonly environment: JsonObject;
  readonly checks: readonly JsonObject[];
  /** A kubeconfig for the API server there; null without one. */
  readonly apiServer: string | null;
}

/** Dry runs of one runbook, each in a process of its own that measures itself. */
export interface WideRuns {
  /** For files beside it. */
  readonly folder: string;
  json(): Promise<WideRun>;
  /** What a person sees of it. */
  screen(): Promise<string>;
  /** How long it takes to begin and to read the runbook, and to ask nobody. */
  startMs(): Promise<number>;
  close(): void;
}

const PEAK = new URL("../../../bench/report-peak.mjs", import.meta.url).href;

export function wideRuns(program: string, { environment, checks, apiServer }: WidePlace): WideRuns {
  const home = makeHome();
  const runbook = { name: "wide", title: "A wide platform", severity: "P3", investigation: checks };
  writeFileSync(join(home.cwd, "wide.yaml"), stringify(runbook));
  writeFileSync(join(home.cwd, "bigops.yaml"), stringify({ default: "wide", environments: { wide: environment } }));
  if (apiServer !== null) writeFileSync(join(home.cwd, "kubeconfig"), stringify(kubeconfig(apiServer)));
  const peakFile = join(home.path, "peak");
  const env = { ...home.env, BIGOPS_PEAK_FILE: peakFile, NODE_OPTIONS: `--import ${PEAK}` };
  const start = (...args: readonly string[]) =>
    // What was found may be well, ill or unknown.
    timedProcess(process.execPath, [program, ...args], { cwd: home.cwd, env, exitCodes: [0, 1, 3] });
  const run = (output: string) => start("run", "./wide.yaml", "--dry-run", "--output", output);
  return {
    folder: home.path,
    async json() {
      const { durationMs, stdout } = await run("json");
      const peakMib = Number(await readFile(peakFile, "utf8")) / 1024;
      return { document: JSON.parse(stdout) as RunDocument, durationMs, peakMib };
    },
    screen: async () => (await run("text")).stdout,
    startMs: async () => (await start("validate", "./wide.yaml")).durationMs,
    close: () => home.remove(),
  };
}

function kubeconfig(server: string): JsonObject {
  return {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "wide",
    clusters: [{ name: "wide", cluster: { server } }],
    users: [{ name: "wide", user: { token: "none" } }],
    contexts: [{ name: "wide", context: { cluster: "wide", user: "wide", namespace: "ml" } }],
  };
}
