import { expect, test } from "vitest";
import { testWorld } from "../scenario-client.ts";

test("pods that admission refuses are not there, and their ReplicaSet says what refused each", () => {
  const { simulation } = testWorld("replica-absent");
  const { store } = simulation.world;
  const pods = store.list("pods", "ml").filter((pod) => pod.spec.containers[0]?.name === "deep-thought");
  expect(pods).toHaveLength(1);
  const events = store.list("events", "ml").filter(({ reason }) => reason === "FailedCreate");
  expect(events.length).toBeGreaterThan(0);
  for (const { involvedObject, message, type } of events) {
    expect([involvedObject.kind, type]).toEqual(["ReplicaSet", "Warning"]);
    expect(message).toMatch(/^Error creating: pods "deep-thought-\w+-\w+" is forbidden: exceeded quota: ml-models/);
  }
});
