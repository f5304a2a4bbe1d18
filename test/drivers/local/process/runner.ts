// A process of its own that holds a run on the real disk: `runner create|resume STATE-DIR PLATFORM [hang]`. The platform is a file, one line a
// write that reached it. With "hang" the write's answer never comes. Says what it does, a line each.
import { appendFile, readFile } from "node:fs/promises";
import type { Effect } from "../../../../src/core/run/effect.ts";
import type { RunEventBody } from "../../../../src/core/run/event.ts";
import * as machine from "../../../../src/core/run/machine.ts";
import type { RunState } from "../../../../src/core/run/state.ts";
import { createRun } from "../../../../src/drivers/local/create-run.ts";
import { releaseRun } from "../../../../src/drivers/local/held-run.ts";
import { holdRun } from "../../../../src/drivers/local/hold-run.ts";
import { openRun } from "../../../../src/drivers/local/open-run.ts";
import { realWorld } from "../../../../src/drivers/local/real-world/real-world.ts";
import type { World } from "../../../../src/drivers/local/world.ts";
import { RUN } from "../simulation/a-run.ts";
import { SimPlatform } from "../simulation/sim-platform.ts";

const [mode, stateDir = "", platformFile = "", hang] = process.argv.slice(2);
// The one who resumes lives an hour later, so that nobody has to wait for the intent to run out.
const aheadMs = mode === "resume" ? 3_600_000 : 0;
const world: World = { ...realWorld, now: () => Date.now() + aheadMs };
// Verifications take their interval; here time flies for sleeps.
const platform = new SimPlatform({ now: () => world.now(), sleep: async () => undefined });
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const redact = <E>(event: E): E => event;
let state: RunState | null = null;

async function perform(effect: Effect): Promise<RunEventBody> {
  if (effect.type === "prompt") {
    const digest = state?.proposals.find((proposal) => proposal.stage.kind === "offered")?.digest ?? "";
    return { type: "approved", digest, by: RUN.operator };
  }
  platform.found((await readFile(platformFile, "utf8")).split("\n").filter((line) => line !== ""));
  const before = platform.written.length;
  const answer = await platform.perform(effect);
  for (const mark of platform.written.slice(before)) await appendFile(platformFile, `${mark}\n`);
  if (effect.type !== "send" || hang !== "hang") return answer;
  say("sent");
  return await new Promise<never>(() => undefined);
}

const run =
  mode === "create"
    ? await createRun({ world, stateDir, identity: RUN, redact })
    : await openRun(world, `${stateDir}/runs/${RUN.id}`);
if (run === null || run === "held") {
  say("held");
} else if (run.events.some((event) => event.type === "progressed")) {
  // Another one was here before; what follows, the samples that prove the change, is a matter of time.
  await releaseRun(run);
} else {
  const stop = new AbortController();
  const end = await holdRun({
    world,
    machine,
    run,
    perform,
    redact,
    attendance: "terminal",
    stop: stop.signal,
    onEvent: (event, next) => {
      state = next;
      if (event.type === "progressed") stop.abort();
    },
  });
  say(`${end.why} ${end.events.map((event) => event.type).join(" ")}`);
  say(end.notRecorded ?? "recorded");
  if (end.defect !== null) throw end.defect;
}
