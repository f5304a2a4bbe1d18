import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { told } from "../run/told.ts";
import { waitUntil } from "../process/wait-until.ts";
import { describeGroup } from "../streaming/kafka/kafka-tools.ts";
import { kafkaFromInjected } from "../streaming/kafka-from-injected.ts";
import { type ChangesScene, openChanges } from "../streaming/run/changes-scene.ts";
import "../streaming/injected.ts";

/** What Flink tells of a job whose TaskManager is gone: restarts of the one scheduler, patience of the other. */
const WAITS = { default: "RESTARTING", adaptive: "CREATED" } as const;

describe.skipIf(inject("streaming") === null).each(["default", "adaptive"] as const)(
  "streaming-lag where the %s scheduler's job lost its TaskManager",
  (scheduler) => {
    const broker = kafkaFromInjected().plain;
    let scene: ChangesScene;
    beforeAll(async () => {
      scene = await openChanges(broker, { scheduler, slots: 2 });
    });
    afterAll(() => scene?.close());

    test("it does not get to run, for want of a TaskManager, and is well once there is one", async () => {
      const deployed = await scene.deploy("no-room", 1);
      await scene.topics.write({ topic: deployed.topic, records: 20 });
      await deployed.start();
      await waitUntil("a commit", async () => (await describeGroup(broker, deployed.topic)).length === 1);
      await scene.place.cluster.killTaskManager();
      await waitUntil("that it waits", async () => (await deployed.jobs())[0]?.state === WAITS[scheduler]);

      const { document, exitCode } = await deployed.run({}, ["--dry-run"]);
      expect(exitCode, JSON.stringify(told(document))).toBe(1);
      expect(document.causes.map(({ id }) => id)).toEqual(["job-waits"]);
      expect(document.causes[0]?.because).toContain("there is no TaskManager that could run them");
      expect(document.proposals.map(({ id }) => id)).toEqual(["make-room"]);

      await scene.place.cluster.startTaskManager();
      // A job whose tasks wait is said to run as well.
      await waitUntil("that its tasks run", async () =>
        (await deployed.jobs()).some(({ tasks }) => tasks.total > 0 && tasks.running === tasks.total),
      );
      const after = await deployed.run({}, ["--dry-run"]);
      expect(after.document.causes.map(({ id }) => id)).not.toContain("job-waits");
    });
  },
);
