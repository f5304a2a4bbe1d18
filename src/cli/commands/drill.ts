import { jsonLines } from "../../reporters/json.ts";
import { table } from "../../reporters/text/table.ts";
import { expectedOf } from "../../sandbox/faults/index.ts";
import { chooseDrills, type Drill } from "../drill/choose-drills.ts";
import { unreached, type Coverage } from "../drill/coverage.ts";
import { runDrill } from "../drill/run-drill.ts";
import { score, type Score } from "../drill/score.ts";
import { configuredFolders } from "../runbooks/configured-folders.ts";
import { roomOf } from "../output/view-of.ts";
import { UsageError } from "../usage-error.ts";

interface DrillOptions {
  readonly fault?: string;
  readonly all?: boolean;
  readonly seed?: string;
  readonly output: string;
}

/** Drills wait most of their time; this many at once, each with a platform of some 50 MB, keep a small machine busy and no more. */
const AT_ONCE = 8;

/** Runs runbooks against injected faults and scores them: 0 where every drill was right, else 1. */
export async function drill(runbook: string | undefined, options: DrillOptions): Promise<number> {
  const cwd = process.cwd();
  const seed = Number(options.seed ?? "1");
  if (!Number.isSafeInteger(seed)) throw new UsageError(`--seed ${options.seed ?? ""} is no whole number`);
  const all = options.all === true;
  const folders = await configuredFolders(cwd, process.env);
  const drills = await chooseDrills({ runbook, fault: options.fault, all, folders, cwd });
  const scores = await drillAll(drills, seed);
  const runbooks = [...new Set(drills.map(({ loaded }) => loaded.runbook))];
  const missed = all ? unreached(runbooks, scores) : null;
  process.stdout.write(
    options.output === "json" ? jsonLines({ seed, scores, unreached: missed }) : asText(scores, missed),
  );
  return scores.every((one) => one.wrong.length === 0) ? 0 : 1;
}

async function drillAll(drills: readonly Drill[], seed: number): Promise<readonly Score[]> {
  const scores = new Map<Drill, Score>();
  const waiting = [...drills];
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const { loaded, fault } = one;
      const runbook = loaded.runbook.name;
      const drilled = await runDrill(loaded, fault.name, seed);
      scores.set(one, score({ runbook, fault: fault.name }, expectedOf(fault, runbook), drilled));
      process.stderr.write(`bigops: drilled ${runbook} with ${fault.name} (${scores.size} of ${drills.length})\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, drills.length) }, work));
  return drills.flatMap((one) => scores.get(one) ?? []);
}

function asText(scores: readonly Score[], missed: Coverage | null): string {
  const several = new Set(scores.map(({ runbook }) => runbook)).size > 1;
  const rows = scores.map((one) => [
    one.wrong.length === 0 ? "right" : "WRONG",
    ...(several ? [one.runbook] : []),
    one.fault,
    one.found,
    one.cause ?? "-",
    one.proposal ?? "-",
    one.afterwards ?? "-",
    one.wrong.join("; "),
  ]);
  const right = scores.filter((one) => one.wrong.length === 0).length;
  const lines = [
    table(
      [["SCORE", ...(several ? ["RUNBOOK"] : []), "FAULT", "OUTCOME", "CAUSE", "PROPOSAL", "AFTERWARDS", ""], ...rows],
      roomOf(process.stdout),
    ),
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
