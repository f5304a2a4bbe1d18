import { expect, test } from "vitest";
import { rolloutStatus } from "../../../src/probes/rollout/rollout-status.ts";
import { available, deployment, NOW, progressing, template } from "./fixtures.ts";

type Fields = Parameters<typeof deployment>[1];

const overdue = { conditions: [available, progressing("ProgressDeadlineExceeded", NOW)] };
const none = { replicas: 0, updatedReplicas: 0, availableReplicas: 0 };
const unseen = "its controller has not seen the newest change yet";

test.each<[string, string, string, Fields]>([
  ["nothing left to do", "complete", "complete", {}],
  ["paused, whatever else", "paused", "paused", { spec: { paused: true }, generation: 6, status: overdue }],
  ["not seen yet, even past the deadline", "progressing", unseen, { generation: 6, status: overdue }],
  ["seen later than asked", "complete", "complete", { generation: 4 }],
  [
    "past its deadline",
    "stuck",
    "stuck past its progress deadline, 1 of 4 updated",
    { status: { ...overdue, updatedReplicas: 1 } },
  ],
  ["not all updated", "progressing", "3 of 4 updated", { status: { updatedReplicas: 3, replicas: 5 } }],
  ["old ones left", "progressing", "1 old still to end", { status: { replicas: 5, availableReplicas: 3 } }],
  ["not all available", "progressing", "3 of 4 new available", { status: { availableReplicas: 3 } }],
  ["scaled up from nothing", "progressing", "0 of 4 updated", { status: none }],
  ["scaled to zero", "complete", "complete", { spec: { replicas: 0 }, status: none }],
])("status, in kubectl's order: %s", (_, status, words, fields) => {
  expect(rolloutStatus(deployment(template("2.4.1"), fields))).toEqual({ status, words });
});

test("what is not there counts as none, and as one replica wanted", () => {
  const bare = { metadata: { name: "a", uid: "u" }, spec: { selector: {}, template: template("1") } };
  expect(rolloutStatus(bare)).toEqual({ status: "progressing", words: "0 of 1 updated" });
});
