import { MINUTE_MS, SECOND_MS } from "../../world/time.ts";
import type { Fault } from "../fault.ts";
import { cancelled, diesOnce, from, otherJobEnded, runAgain, STREAMING_LAG, taskManagers } from "./onset.ts";

const ONSET_MS = -340 * SECOND_MS;

export const jobNotRunning: Fault = {
  name: "job-not-running",
  description: "Somebody cancelled the streaming job and did not start it again.",
  runbook: STREAMING_LAG,
  expected: { outcome: "problem", cause: "job-not-running", proposal: "start-job" },
  streaming: { steps: [cancelled(ONSET_MS)] },
};

export const jobFailed: Fault = {
  name: "job-failed",
  description: "A TaskManager was lost while the job might not be restarted: it failed for good.",
  runbook: STREAMING_LAG,
  expected: { outcome: "problem", cause: "job-not-running", proposal: "start-job" },
  streaming: {
    steps: [
      diesOnce(
        ONSET_MS,
        "org.apache.flink.runtime.io.network.netty.exception.RemoteTransportException",
        "Connection unexpectedly closed by remote task manager 'taskmanager-2/10.2.0.14:6121'. This might indicate that the remote task manager was lost.",
        true,
      ),
    ],
  },
};

export const nearJobNotRunning: Fault = {
  name: "near-job-not-running",
  description: "The job was redeployed two hours ago and a canary ended: two cancelled jobs, and one that runs well.",
  runbook: STREAMING_LAG,
  nearMissOf: "job-not-running",
  expected: { outcome: "healthy", cause: null, proposal: null },
  streaming: {
    steps: [
      cancelled(-120 * MINUTE_MS),
      runAgain(-120 * MINUTE_MS + 20 * SECOND_MS),
      otherJobEnded("zipline-streaming-canary", -5 * MINUTE_MS),
    ],
  },
};

export const jobFailing: Fault = {
  name: "job-failing",
  description: "A record that the job cannot read: it dies on it at every start, before a checkpoint completes.",
  runbook: STREAMING_LAG,
  expected: { outcome: "problem", cause: "job-failing", proposal: "repair-job" },
  streaming: {
    job: from(ONSET_MS, {
      failure: {
        afterMs: 3 * SECOND_MS,
        exceptionName: "org.apache.flink.util.FlinkRuntimeException",
        message: "Cannot deserialize BookingEvent: unknown schema version 14",
        task: "transform",
      },
    }),
  },
};

export const nearJobFailing: Fault = {
  name: "near-job-failing",
  description: "TaskManagers were lost twice more than an hour ago; the job was restarted and has been well since.",
  runbook: STREAMING_LAG,
  nearMissOf: "job-failing",
  expected: { outcome: "healthy", cause: null, proposal: null },
  streaming: {
    steps: [-80 * MINUTE_MS, -74 * MINUTE_MS].map((atMs) =>
      diesOnce(
        atMs,
        "org.apache.flink.runtime.jobmaster.JobMasterException",
        "TaskManager with id tm-2 is no longer reachable.",
      ),
    ),
  },
};

/** A TaskManager that is gone takes the tasks that it had. */
function lost(atMs: number): ReturnType<typeof diesOnce> {
  const message = "TaskManager with id tm-1 is no longer reachable.";
  return diesOnce(atMs, "org.apache.flink.runtime.jobmaster.JobMasterException", message);
}

export const jobWaits: Fault = {
  name: "job-waits",
  description:
    "The TaskManagers were evicted and did not come back: an adaptive job waits for slots, and fails no more.",
  runbook: STREAMING_LAG,
  expected: { outcome: "problem", cause: "job-waits", proposal: "make-room" },
  streaming: { scheduler: "Adaptive", steps: [lost(ONSET_MS), taskManagers(ONSET_MS, 0)] },
};

export const nearJobWaits: Fault = {
  name: "near-job-waits",
  description:
    "The TaskManagers were evicted and came back half a minute later: the job waited for them, and is well again.",
  runbook: STREAMING_LAG,
  nearMissOf: "job-waits",
  expected: { outcome: "healthy", cause: null, proposal: null },
  streaming: {
    scheduler: "Adaptive",
    steps: [lost(ONSET_MS), taskManagers(ONSET_MS, 0), taskManagers(ONSET_MS + 30 * SECOND_MS, 2)],
  },
};
