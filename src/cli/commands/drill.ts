import { jsonLines } from "../../reporters/json.ts";
import { table } from "../../reporters/text/table.ts";
import { expectedOf } from "../../sandbox/faults/index.ts";
import { chooseDrills, type Drill } from "../drill/choose-drills.ts";
import { unreached, type Coverage } from "../drill/coverage.ts";
import { runDrill } from "../drill/run-drill.ts";
import { score, type Score } from "../drill/score.ts";
import { foldersForSandbox } from "../runbooks/configured-folders.ts";
import { runbookFolders } from "../runbooks/find-runbook.ts";
import { roomOf } from "../output/view-of.ts";
import { exitCodeOf } from "../../core/run/outcome.ts";
import { warn } from "../output/warn.ts";
import { stopOnSignals } from "../run/stop-on-signals.ts";
import { seedOption } from "../sandbox/seed-option.ts";

interface DrillOptions {
  readonly fault?: string;
  readonly all?: boolean;
  readonly seed?: string;
  readonly output: string;
}

/** Drills wait most of their time; this many at once, each with a platform of some 50 MB, keep a small machine busy and no more. */
const AT_ONCE = 8;

interface Drills {
  readonly scores: readonly Score[];
  /** Cut off, or not begun, as somebody interrupted. */
  readonly unfinished: readonly Drill[];
}

/** Runs runbooks against injected faults and scores them: 0 where every drill was right, else 1; 130 where not all were finished. */
export async function drill(runbook: string | undefined, options: DrillOptions): Promise<number> {
  const cwd = process.cwd();
  const seed = seedOption(options.seed);
  const all = options.all === true;
  // Without a runbook it is a shipped one.
  const folders = runbook === undefined ? runbookFolders([]) : await foldersForSandbox(cwd, process.env, [runbook]);
  const drills = await chooseDrills({ runbook, fault: options.fault, all, folders, cwd });
  const { scores, unfinished } = await drillAll(drills, seed);
  const runbooks = [...new Set(drills.map(({ loaded }) => loaded.runbook))];
  // What was not finished may have reached the rest.
  const missed = all && unfinished.length === 0 ? unreached(runbooks, scores) : null;
  process.stdout.write(
    options.output === "json"
      ? jsonLines({ seed, scores, unfinished: unfinished.map(named), unreached: missed })
      : asText({ scores, unfinished }, missed),
  );
  if (unfinished.length > 0) return exitCodeOf("interrupted");
  return scores.every((one) => one.wrong.length === 0) ? 0 : 1;
}

async function drillAll(drills: readonly Drill[], seed: number): Promise<Drills> {
  const stop = stopOnSignals(warn);
  const scores = new Map<Drill, Score>();
  const waiting = [...drills];
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined && !stop.controller.signal.aborted; one = waiting.shift()) {
      const { loaded, fault } = one;
      const runbook = loaded.runbook.name;
      const drilled = await runDrill(loaded, fault.name, seed, stop.controller);
      if (drilled === null) return;
      scores.set(one, score({ runbook, fault: fault.name }, expectedOf(fault, runbook), drilled));
      process.stderr.write(`bigops: drilled ${runbook} with ${fault.name} (${scores.size} of ${drills.length})\n`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, drills.length) }, work));
  stop.dispose();
  return {
    scores: drills.flatMap((one) => scores.get(one) ?? []),
    unfinished: drills.filter((one) => !scores.has(one)),
  };
}

function named({ loaded, fault }: Drill): { readonly runbook: string; readonly fault: string } {
  return { runbook: loaded.runbook.name, fault: fault.name };
}

function asText({ scores, unfinished }: Drills, missed: Coverage | null): string {
  const several = new Set([...scores, ...unfinished.map(named)].map(({ runbook }) => runbook)).size > 1;
  const cutOff = unfinished.map(named).map(({ runbook, fault }) => (several ? `${runbook} with ${fault}` : fault));
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
    ...(cutOff.length === 0
      ? []
      : [`${cutOff.length} interrupted, not finished and not scored: ${cutOff.join(", ")}\n`]),
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
