import type { Fault } from "../fault.ts";
import {
  checkpointsFailing,
  checkpointsSlow,
  nearCheckpointsFailing,
  nearCheckpointsSlow,
} from "./checkpoint-faults.ts";
import {
  jobFailed,
  jobFailing,
  jobNotRunning,
  jobWaits,
  nearJobFailing,
  nearJobNotRunning,
  nearJobWaits,
} from "./job-faults.ts";
import {
  backpressure,
  backpressureAdaptive,
  keySkew,
  nearBacklogShrinks,
  nearBackpressure,
  rescaleSlowsCheckpoints,
  nearKeySkew,
  nearInputSpike,
  inputSpike,
} from "./load-faults.ts";
import {
  consumerStuck,
  dataExpired,
  hungTransaction,
  nearConsumerStuck,
  nearDataExpired,
  nearHungTransaction,
} from "./log-faults.ts";

/** The faults of the runbook streaming-lag, in the order in which a drill runs them. */
export const streamingFaults: readonly Fault[] = [
  jobNotRunning,
  jobFailed,
  jobFailing,
  jobWaits,
  checkpointsFailing,
  checkpointsSlow,
  keySkew,
  backpressure,
  backpressureAdaptive,
  rescaleSlowsCheckpoints,
  inputSpike,
  consumerStuck,
  hungTransaction,
  dataExpired,
  nearJobNotRunning,
  nearJobFailing,
  nearJobWaits,
  nearCheckpointsFailing,
  nearCheckpointsSlow,
  nearKeySkew,
  nearBackpressure,
  nearBacklogShrinks,
  nearInputSpike,
  nearConsumerStuck,
  nearHungTransaction,
  nearDataExpired,
];
