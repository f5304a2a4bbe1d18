import type { EventOf } from "../../../src/core/run/event.ts";
import { apply } from "../../../src/core/run/machine.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import type { Operator } from "../../../src/core/run/run-identity.ts";
import type { Story } from "./story.ts";

export const bob: Operator = { user: "bob", as: null, host: "desk" };

/** What bob's machine records when it goes on with alice's run. */
export function handedOver(atMs: number, id = "sd-0002", epoch = 1): EventOf<"handed-over"> {
  const environment = {
    name: "staging",
    protected: false,
    readOnly: false,
    place: "staging/shop",
    cluster: "https://127.0.0.1:6443",
  };
  return {
    type: "handed-over",
    atMs,
    run: { id, environment, operator: bob, version: "0.0.1" },
    from: { epoch, user: "alice", host: "laptop", hash: "ab".repeat(32) },
  };
}

/** The state of the run that goes on with this one. */
export function childOf(state: RunState | null, atMs: number, id?: string, epoch?: number): RunState {
  const child = apply(state, handedOver(atMs, id, epoch));
  if (child === null) throw new Error("there is no run to hand over");
  return child;
}

/** The story goes on in bob's hands, who stays; the older runs have been told that they are over, unless said. */
export function takenOver(story: Story, fence: "held" | "unavailable" | "not yet" = "held", afterSeconds = 60): Story {
  const { atMs: _, ...body } = handedOver(story.atMs);
  story.tell(afterSeconds, body, { type: "session", session: "b1", attendance: "terminal" });
  if (fence === "held") story.tell(0, { type: "fenced", fence: { kind: "held", epoch: 2, over: null } });
  if (fence === "unavailable")
    story.tell(0, { type: "fenced", fence: { kind: "unavailable", reason: "there is no cluster" } });
  return story;
}
