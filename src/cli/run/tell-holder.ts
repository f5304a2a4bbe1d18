import { setTimeout as sleep } from "node:timers/promises";
import { documentOf } from "../../core/document/document-of.ts";
import type { Environment } from "../../core/environment/environment.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import { bigopsCommand } from "../../core/text/bigops-command.ts";
import { isGoingOn } from "../../core/run/machine.ts";
import { realWorld } from "../../drivers/local/real-world/real-world.ts";
import type { PersonEvent } from "../../drivers/local/holder/message.ts";
import { type Refused, sayRefused } from "../output/say-refused.ts";
import { latestRun } from "../state/latest-run.ts";
import type { StoredRun } from "../state/stored-run.ts";
import { UsageError } from "../usage-error.ts";
import type { ContinueOptions } from "./continue-run.ts";
import { printDocument } from "./print-document.ts";
import { givenStateDir, stateDir } from "../state/state-dir.ts";

const POLL_MS = 500;

/**
 * Another process holds the run: it is told, and watched until what was asked for is decided. It goes by the environment as it was when it came:
 * what was made read-only since has no approval passed on to it.
 */
export async function tellHolder(
  stored: StoredRun,
  events: readonly RunEventBody[],
  options: ContinueOptions,
  configured: Environment | null,
): Promise<number> {
  if (configured?.readOnly === true && events.some(({ type }) => type === "approved"))
    return refuse(
      stored,
      { message: `nothing was approved: environment ${configured.name} is read-only by now`, hint: null },
      options,
    );
  if (events.length === 0) {
    const command = (word: string) =>
      bigopsCommand(`${word} ${stored.id}`, givenStateDir(options.stateDir, process.cwd()));
    const hint = `look at it with "${command("show")}", stop its paging with "${command("ack")}", or end that process first`;
    return refuse(stored, { message: `another process holds run ${stored.id}`, hint }, options);
  }
  for (const event of events) {
    const answer = await realWorld.holder.send(stored.folder, { op: "event", event: event as PersonEvent });
    if (answer === null)
      throw new UsageError(`the process that held run ${stored.id} has gone`, "the same command takes the run over");
    if (!answer.ok) return refuse(stored, { message: `not taken: ${answer.reason}`, hint: null }, options);
  }
  process.stderr.write(`bigops: told the process that holds run ${stored.id}; watching\n`);
  return watch(stored, options);
}

/** Says a refusal with the run as it stands, its holder asked where there is one. */
export async function refuse(
  { id }: StoredRun,
  said: Pick<Refused, "message" | "hint">,
  options: ContinueOptions,
): Promise<number> {
  const latest = await latestRun(stateDir(options.stateDir, process.env, process.cwd()), id);
  return sayRefused({ ...latest, ...said }, options.output);
}

async function watch(stored: StoredRun, options: ContinueOptions): Promise<number> {
  const folder = stateDir(options.stateDir, process.env, process.cwd());
  for (;;) {
    await sleep(POLL_MS);
    const latest = await latestRun(folder, stored.id);
    if (latest.held && isGoingOn(latest.state)) continue;
    return printDocument(
      documentOf(latest.state, { recorded: latest.recorded, aim: latest.kubectl, nowMs: Date.now() }),
      latest.events,
      options,
    );
  }
}
