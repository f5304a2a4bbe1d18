import { Command, InvalidArgumentError } from "commander";
import { table } from "../../src/reporters/text/table.ts";
import type { Trial, TrialResult } from "./trial.ts";
import { trials } from "./trials.ts";

/** `npm run torture`: each promise attacked, a line for each attack, and one that sums up. Exit 1 where a promise was broken. */
interface Asked {
  readonly short?: true;
  readonly seed?: number;
  readonly only?: readonly string[];
  readonly table?: string;
}

interface Tried {
  readonly trial: Trial;
  readonly result: TrialResult;
  readonly seconds: number;
}

function seedOf(text: string): number {
  if (!/^\d{1,10}$/.test(text) || Number(text) >= 2 ** 32)
    throw new InvalidArgumentError("a seed is a whole number below 4294967296");
  return Number(text);
}

function chosen(names: readonly string[] | undefined): readonly Trial[] {
  for (const name of names ?? [])
    if (!trials.some((trial) => trial.name === name)) {
      process.stderr.write(`there is no trial "${name}"; there are ${trials.map((trial) => trial.name).join(", ")}\n`);
      process.exit(2);
    }
  return trials.filter((trial) => names === undefined || names.includes(trial.name));
}

async function attempt(trial: Trial, seed: number, { short, table: page }: Asked): Promise<Tried> {
  process.stderr.write(`${trial.name} …\n`);
  const began = performance.now();
  const note = (line: string): void => void process.stderr.write(`  ${line}\n`);
  const result = await trial.run({ seed, short: short === true, note, ...(page !== undefined && { page }) });
  return { trial, result, seconds: (performance.now() - began) / 1000 };
}

function summary(tried: readonly Tried[], seed: number): string {
  const cases = tried.reduce((sum, { result }) => sum + result.cases, 0);
  const breaches = tried.reduce((sum, { result }) => sum + result.breaches.length, 0);
  const seconds = tried.reduce((sum, one) => sum + one.seconds, 0);
  const kept = tried.filter(({ result }) => result.breaches.length === 0).length;
  return `${kept} of ${tried.length} trials kept their promise: ${breaches} breaches in ${cases.toLocaleString("en")} cases, ${seconds.toFixed(0)} s, seed ${seed}`;
}

const asked = new Command("npm run torture --")
  .option("--short", "what npm test runs")
  .option("--seed <number>", "repeat a run", seedOf)
  .option("--only <trial...>", `of ${trials.map((trial) => trial.name).join(", ")}`)
  .option("--table <file>", "write the fault matrix there, for the documentation")
  .parse()
  .opts<Asked>();
// The short form is part of the tests: the same on every machine and day.
const seed = asked.seed ?? (asked.short === true ? 1 : Math.floor(Math.random() * 2 ** 32));
const tried: Tried[] = [];
for (const trial of chosen(asked.only)) tried.push(await attempt(trial, seed, asked));

const rows = tried.map(({ trial, result, seconds }) => [
  trial.promise,
  trial.name,
  result.cases.toLocaleString("en"),
  String(result.breaches.length),
  `${seconds.toFixed(1)} s`,
  result.figure,
]);
process.stdout.write(`\n${table([["PROMISE", "TRIAL", "CASES", "BREACHES", "TOOK", "FIGURE"], ...rows])}`);
for (const { trial, result } of tried)
  for (const { story, repeat } of result.breaches.slice(0, 10))
    process.stdout.write(
      `\nBREACH of ${trial.promise} in ${trial.name}\n${story}\nrepeat: npm run torture -- ${repeat}\n`,
    );
process.stdout.write(`\n${summary(tried, seed)}\n`);
process.exitCode = tried.some(({ result }) => result.breaches.length > 0) ? 1 : 0;
