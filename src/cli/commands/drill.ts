import { table } from "../../reporters/text/table.ts";
import { faults, findFault } from "../../sandbox/faults/index.ts";
import type { Fault } from "../../sandbox/faults/fault.ts";
import { unreached, type Coverage } from "../drill/coverage.ts";
import { runDrill } from "../drill/run-drill.ts";
import { score, type Score } from "../drill/score.ts";
import { didYouMean } from "../nearest-name.ts";
import { configuredFolders } from "../runbooks/configured-folders.ts";
import { findRunbook } from "../runbooks/find-runbook.ts";
import { loadRunbook, type LoadedRunbook } from "../runbooks/load-runbook.ts";
import { UsageError } from "../usage-error.ts";

interface DrillOptions {
  readonly fault?: string;
  readonly all?: boolean;
  readonly seed?: string;
  readonly output: string;
}

/** Drills wait most of their time; this many at once keep a small machine busy and no more. */
const AT_ONCE = 4;

/** Runs a runbook against injected faults and scores it: 0 where every drill was right, else 1. */
export async function drill(runbook: string, options: DrillOptions): Promise<number> {
  const cwd = process.cwd();
  const chosen = chosenFaults(options);
  const seed = Number(options.seed ?? "1");
  if (!Number.isSafeInteger(seed)) throw new UsageError(`--seed ${options.seed ?? ""} is no whole number`);
  const loaded = await loadRunbook(await findRunbook(runbook, await configuredFolders(cwd, process.env), cwd), cwd);
  const scores = await drillAll(loaded, chosen, seed);
  const missed = options.all === true ? unreached(loaded.runbook, scores) : null;
  process.stdout.write(
    options.output === "json"
      ? `${JSON.stringify({ seed, scores, unreached: missed }, null, 2)}\n`
      : asText(scores, missed),
  );
  return scores.every((one) => one.wrong.length === 0) ? 0 : 1;
}

function chosenFaults({ fault, all }: DrillOptions): readonly Fault[] {
  const names = faults.map(({ name }) => name);
  if (all === true && fault !== undefined) throw new UsageError("--fault and --all exclude each other");
  if (all === true) return faults;
  if (fault === undefined)
    throw new UsageError("say which fault to inject with --fault, or --all", `there are: ${names.join(", ")}`);
  const found = findFault(fault);
  if (found === undefined)
    throw new UsageError(
      `the sandbox has no fault "${fault}".${didYouMean(fault, names)}`,
      `there are: ${names.join(", ")}`,
    );
  return [found];
}

async function drillAll(loaded: LoadedRunbook, chosen: readonly Fault[], seed: number): Promise<readonly Score[]> {
  const scores = new Map<string, Score>();
  const waiting = [...chosen];
  const work = async (): Promise<void> => {
    for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) {
      const drilled = await runDrill(loaded, fault.name, seed);
      scores.set(fault.name, score(fault.name, fault.expected, drilled));
      process.stderr.write(`bigops: drilled ${fault.name} (${scores.size} of ${chosen.length})\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, chosen.length) }, work));
  return chosen.flatMap(({ name }) => scores.get(name) ?? []);
}

function asText(scores: readonly Score[], missed: Coverage | null): string {
  const rows = scores.map((one) => [
    one.wrong.length === 0 ? "right" : "WRONG",
    one.fault,
    one.found,
    one.cause ?? "-",
    one.proposal ?? "-",
    one.afterwards ?? "-",
    one.wrong.join("; "),
  ]);
  const right = scores.filter((one) => one.wrong.length === 0).length;
  const lines = [
    table([["SCORE", "FAULT", "OUTCOME", "CAUSE", "PROPOSAL", "AFTERWARDS", ""], ...rows]),
    `\n${right} of ${scores.length} right\n`,
    ...(missed === null
      ? []
      : [
          `causes that no fault reaches: ${listed(missed.causes)}\nmitigations that no fault reaches: ${listed(missed.mitigations)}\n`,
        ]),
  ];
  return lines.join("");
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}
