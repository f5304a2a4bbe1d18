import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import { atOnce } from "./at-once.ts";
import { always, breachesOf } from "./breaches-of.ts";
import type { MatrixRow } from "./matrix-row.ts";
import { memoryGrown, MOST_GROWN_BYTES } from "./memory-grown.ts";
import { ask, resultOf } from "./outcome.ts";
import type { Platform } from "./platform.ts";
import type { Subject } from "./subject.ts";
import { subjects } from "./subjects.ts";
import { verdictOf, wordsOf } from "./words-of.ts";

interface CommandFault {
  readonly name: string;
  readonly says: RegExp | null;
  readonly harmless?: true;
  readonly hangs?: true;
  /** Said by the program itself. */
  readonly mayFail?: true;
  /** What the program does, in a shell's words; null: there is no such program. */
  readonly script: string | null;
  readonly allowed?: false;
}

const HANGS_MS = 1_500;
const PATIENT_MS = 10_000;

const commandFaults: readonly CommandFault[] = [
  { name: "command not found", says: /not installed, or not in PATH/, script: null },
  { name: "not allowed by the environment", says: /does not allow/, script: "exit 0", allowed: false },
  { name: "accepted, then silence", says: /did not end in time/, hangs: true, script: "sleep 60" },
  {
    name: "deaf to being asked to end",
    says: /did not end in time|no answer within/,
    hangs: true,
    script: "trap '' TERM; sleep 3; sleep 3",
  },
  { name: "endless output", says: /longer than what is kept|ended by/, script: "yes" },
  { name: "killed", says: /ended by SIGKILL|exit code 137/, script: "kill -9 $$" },
  { name: "nonzero exit", says: /exit code 3/, mayFail: true, script: "echo broken >&2; exit 3" },
  { name: "a shell's word for not found", says: /could not be started/, script: "exit 127" },
  { name: "proxy variables set", says: null, harmless: true, script: 'test -z "$HTTP_PROXY$https_proxy"' },
];

/** The one check that starts a program. */
export async function commandRows(platform: Platform): Promise<readonly MatrixRow[]> {
  const asking = subjects.filter(({ type }) => type === "command");
  const pairs = asking.flatMap((subject) => commandFaults.map((fault) => ({ subject, fault })));
  return atOnce(pairs, 4, ({ subject, fault }) => rowOf(platform, subject, fault));
}

async function rowOf(platform: Platform, asked: Subject, fault: CommandFault): Promise<MatrixRow> {
  const program = join(platform.folder, fault.name.replaceAll(/\W/g, "-"));
  if (fault.script !== null) {
    await writeFile(program, `#!/bin/sh\n${fault.script}\n`);
    await chmod(program, 0o700);
  }
  const subject = { ...asked, args: { run: [program] } };
  const sandbox = await platform.sandbox("none");
  const doors = openDoors(
    {
      ...bareEnvironment("fault-matrix"),
      commands: { allow: fault.allowed === false ? [] : [program] },
      endpoints: { neighbour: { url: sandbox.endpoints["kv-store-replica"] } },
    },
    { env: process.env },
  );
  const budgetMs = fault.hangs === true ? HANGS_MS : PATIENT_MS;
  const { done, grownBytes } = await memoryGrown(() =>
    Promise.all([
      ask(subject, doors, platform.now(), budgetMs),
      resultOf({ type: "http.health", args: { endpoint: "neighbour" } }, doors, platform.now, PATIENT_MS),
    ]),
  );
  await doors.close();
  const [{ outcome, tookMs }, neighbour] = done;
  const cell = { outcome, tookMs, budgetMs, neighbour: neighbour.verdict };
  const wrong =
    fault.harmless === true
      ? [...always(cell), ...(verdictOf(outcome) === "pass" ? [] : [`disturbed: ${wordsOf(outcome)}`])]
      : breachesOf(cell, { says: fault.says, mayFail: fault.mayFail === true }, outcome);
  const full = grownBytes > MOST_GROWN_BYTES ? [`${Math.round(grownBytes / 1024 / 1024)} MB more memory`] : [];
  return {
    subject: asked,
    fault: fault.name,
    reach: "all",
    cases: 1,
    verdict: verdictOf(outcome),
    words: wordsOf(outcome),
    breaches: [...wrong, ...full],
  };
}
