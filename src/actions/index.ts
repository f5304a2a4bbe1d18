import type { Action } from "./action.ts";
import { silence } from "./alertmanager-silence.ts";
import { flinkCheckpointing } from "./flink-checkpointing.ts";
import { flinkRescale } from "./flink-rescale.ts";
import { flinkRun } from "./flink-run.ts";
import { config } from "./kubernetes-config.ts";
import { rolloutRestart } from "./kubernetes-rollout-restart.ts";
import { rolloutUndo } from "./kubernetes-rollout-undo.ts";
import { scale } from "./kubernetes-scale.ts";
import { serviceSelector } from "./kubernetes-service-selector.ts";
import { manual } from "./manual.ts";

/** Everything that bigops can do to production, by type. */
export const actions: ReadonlyMap<string, Action> = new Map(
  [
    rolloutUndo,
    serviceSelector,
    rolloutRestart,
    scale,
    config,
    flinkRun,
    flinkRescale,
    flinkCheckpointing,
    silence,
    manual,
  ].map((action): [string, Action] => [action.type, action]),
);
