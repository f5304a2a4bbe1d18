import type { Pod } from "../../world/objects.ts";
import { ageSince } from "../age.ts";
import { age, type Cell, type Column, name } from "./column.ts";

/** The word of kubectl's STATUS column. */
function podWord(pod: Pod): string {
  let word: string = pod.status.reason ?? pod.status.phase;
  let running = false;
  for (const { state, ready } of (pod.status.containerStatuses ?? []).toReversed()) {
    if (state.waiting !== undefined) {
      word = state.waiting.reason;
    } else if (state.terminated !== undefined) {
      word = state.terminated.reason || `ExitCode:${state.terminated.exitCode}`;
    } else if (ready && state.running !== undefined) {
      running = true;
    }
  }
  if (word === "Completed" && running) {
    word = "Running";
  }
  return pod.metadata.deletionTimestamp === undefined ? word : "Terminating";
}

function restarts(pod: Pod, nowMs: number): Cell {
  const statuses = pod.status.containerStatuses ?? [];
  const count = statuses.reduce((sum, one) => sum + one.restartCount, 0);
  const last =
    statuses
      .map((one) => one.lastState.terminated?.finishedAt ?? "")
      .toSorted()
      .at(-1) ?? "";
  return count > 0 && last !== "" ? `${count} (${ageSince(last, nowMs)} ago)` : String(count);
}

export const pods: Column<Pod>[] = [
  name,
  {
    name: "Ready",
    cell: (pod) => {
      const ready = (pod.status.containerStatuses ?? []).filter((one) => one.ready).length;
      return `${ready}/${pod.spec.containers.length}`;
    },
  },
  { name: "Status", cell: podWord },
  { name: "Restarts", cell: restarts },
  age,
  { name: "IP", wide: true, cell: (pod) => pod.status.podIP ?? "<none>" },
  { name: "Node", wide: true, cell: (pod) => pod.spec.nodeName ?? "<none>" },
  { name: "Nominated Node", wide: true, cell: () => "<none>" },
  { name: "Readiness Gates", wide: true, cell: () => "<none>" },
];
