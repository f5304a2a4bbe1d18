import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { EventOf, RunEvent } from "../../../src/core/run/event.ts";
import { waitUntil } from "../process/wait-until.ts";
import { digestOf } from "../run/changes.ts";
import { recorded } from "../run/journal.ts";
import { describeGroup } from "../streaming/kafka/kafka-tools.ts";
import { kafkaFromInjected } from "../streaming/kafka-from-injected.ts";
import { only, openChanges, proposed, type ChangesScene } from "../streaming/run/changes-scene.ts";
import "../streaming/injected.ts";

/** After what the process is killed, as soon as that stands in its journal. */
const POINTS: readonly { readonly name: string; readonly type: RunEvent["type"]; readonly stage?: "recheck" }[] = [
  { name: "approved", type: "approved" },
  { name: "rechecked", type: "planned", stage: "recheck" },
  { name: "intended", type: "intended" },
  { name: "received", type: "received" },
];

describe.skipIf(inject("streaming") === null)("a run that starts a job and is killed", () => {
  const broker = kafkaFromInjected().plain;
  let scene: ChangesScene;
  beforeAll(async () => {
    scene = await openChanges(broker, { scheduler: "default", slots: 8 });
  });
  afterAll(() => scene?.close());

  test.each(POINTS)("$name: resumed, there is one job", async ({ name, type, stage }) => {
    const deployed = await scene.deploy(`killed-${name}`, 1);
    const { begin, bigops, home, jobs, running, start, topic, unread } = deployed;
    await scene.topics.write({ topic, records: 50 });
    const first = await start();
    await waitUntil(
      "the commit",
      async () => (await unread()) === 0 && (await describeGroup(broker, topic)).length > 0,
    );
    await scene.place.cancel(first);
    await scene.topics.write({ topic, records: 50 });

    const { document } = await proposed(deployed, "start-job");
    const run = document.run.id;
    const killed = begin(["resume", run, "--approve", digestOf(document, "start-job")]);
    const likes = (event: RunEvent) => stage === undefined || (event as EventOf<"planned">).stage === stage;
    await recorded(home, type, { run, likes });
    killed.kill("SIGKILL");
    expect((await killed.ended).exitCode).toBeNull();

    const resumed = await bigops(["resume", run]);
    expect([resumed.exitCode, resumed.document.outcome], resumed.stderr).toEqual([0, "resolved"]);
    const { jid } = await only(running());
    expect((await jobs()).map((job) => job.jid).toSorted()).toEqual([first, jid].toSorted());
    expect(await unread()).toBe(0);
    await scene.place.cancel(jid);
  });
});
