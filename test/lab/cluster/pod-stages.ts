import { fateAnnotation, readyAfterAnnotation, type Fate } from "./fates.ts";
import { crashed, looks, podStatusTemplate, waiting, type PodLook } from "./pod-status-template.ts";

type Match = {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values?: readonly string[];
};

const alive: Match = { key: ".metadata.deletionTimestamp", operator: "DoesNotExist" };
const fateKey = `.metadata.annotations["${fateAnnotation}"]`;
const fate = (...values: readonly Fate[]): Match => ({ key: fateKey, operator: "In", values });
const phase = (...values: readonly string[]): Match => ({
  key: ".status.phase",
  operator: "In",
  values,
});
const isReady = (operator: "In" | "NotIn"): Match => ({
  key: '.status.conditions.[] | select( .type == "Ready" ) | .status',
  operator,
  values: ["True"],
});
const waits = (operator: "In" | "NotIn", ...values: readonly string[]): Match => ({
  key: ".status.containerStatuses.[].state.waiting.reason",
  operator,
  values,
});
const notDoomed: Match = {
  key: fateKey,
  operator: "NotIn",
  values: ["crash-loop", "crash-flap", "oom", "image-pull", "config-error", "never-ready", "slow-start", "evicted"],
};

function stage(name: string, when: readonly Match[], afterMs: number, next: unknown, from?: string) {
  const durationFrom = from === undefined ? {} : { durationFrom: { expressionFrom: from } };
  return {
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind: "Stage",
    metadata: { name: `pod-${name}` },
    spec: {
      resourceRef: { apiGroup: "v1", kind: "Pod" },
      selector: { matchExpressions: when },
      delay: { durationMilliseconds: afterMs, ...durationFrom },
      next,
    },
  };
}

const look = (to: PodLook) => ({ statusTemplate: podStatusTemplate(to) });
const pulling = "failed to pull image: not found";
const backOff = "CrashLoopBackOff";

/** The lives of pods, by fate; every state has at most one stage that leads out of it. */
export const podStages = [
  stage(
    "delete",
    [
      { key: ".metadata.deletionTimestamp", operator: "Exists" },
      { key: fateKey, operator: "NotIn", values: ["stuck-terminating"] },
    ],
    100,
    { delete: true },
  ),
  stage("ready", [alive, notDoomed, phase("Pending", "Running"), isReady("NotIn")], 500, look(looks.ready)),
  stage(
    "job-completed",
    [
      alive,
      notDoomed,
      phase("Running"),
      isReady("In"),
      { key: ".metadata.ownerReferences.[].kind", operator: "In", values: ["Job"] },
    ],
    200,
    look(looks.completed),
  ),
  ...(["crash-loop", "oom"] as const).flatMap((name) => {
    const reason = name === "oom" ? "OOMKilled" : "Error";
    return [
      stage(
        name,
        [alive, fate(name), phase("Pending", "Running"), waits("NotIn", backOff)],
        500,
        look(crashed(reason, true)),
      ),
      stage(`${name}-again`, [alive, fate(name), waits("In", backOff)], 10_000, look(crashed(reason, false))),
    ];
  }),
  stage(
    "flap-down",
    [alive, fate("crash-flap"), phase("Pending", "Running"), waits("NotIn", backOff)],
    1500,
    look(crashed("Error", true)),
  ),
  stage("flap-up", [alive, fate("crash-flap"), waits("In", backOff)], 2000, look(looks.runningAgain)),
  stage(
    "image-pull",
    [alive, fate("image-pull"), phase("Pending"), waits("NotIn", "ErrImagePull", "ImagePullBackOff")],
    300,
    look(waiting("ErrImagePull", pulling, true)),
  ),
  stage(
    "image-pull-back-off",
    [alive, fate("image-pull"), waits("In", "ErrImagePull")],
    500,
    look(waiting("ImagePullBackOff", `Back-off pulling image: ${pulling}`, false)),
  ),
  stage(
    "config-error",
    [alive, fate("config-error"), phase("Pending"), waits("NotIn", "CreateContainerConfigError")],
    300,
    look(waiting("CreateContainerConfigError", 'configmap "feature-api-flags" not found', true)),
  ),
  stage("not-ready", [alive, fate("never-ready", "slow-start"), phase("Pending")], 300, look(looks.notReady)),
  stage("no-longer-ready", [alive, fate("never-ready"), phase("Running"), isReady("In")], 100, look(looks.notReady)),
  stage(
    "slowly-ready",
    [alive, fate("slow-start"), phase("Running"), isReady("NotIn")],
    5000,
    look(looks.ready),
    `.metadata.annotations["${readyAfterAnnotation}"]`,
  ),
  stage("evicted", [alive, fate("evicted"), phase("Running")], 100, look(looks.evicted)),
];
