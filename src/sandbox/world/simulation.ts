import { randomFrom } from "../random.ts";
import type { Conditions } from "../signals/conditions.ts";
import { Agenda } from "./agenda.ts";
import { syncAutoscalers } from "./autoscalers.ts";
import { syncDeployment } from "./deployment-controller.ts";
import { syncDisruptionBudgets } from "./disruption-budgets.ts";
import { syncEndpoints } from "./endpoint-slices.ts";
import type { Fate } from "./fate.ts";
import { admitPod } from "./scheduler.ts";
import { matchesLabels } from "./label-selector.ts";
import type { KubeObject, Pod } from "./objects.ts";
import { PlatformTimeline } from "./platform-state.ts";
import { syncReplicaSet } from "./replica-set-controller.ts";
import { observeServing, ServingTimeline } from "./serving.ts";
import { Store, type StoreChange } from "./store.ts";
import { HOUR_MS, MINUTE_MS } from "./time.ts";
import type { World } from "./world.ts";

export interface Simulation {
  readonly world: World;
  readonly timeline: ServingTimeline;
  /** What the Deployments had working. */
  readonly platform: PlatformTimeline;
  /** What the world does to the platform at a time, ms. */
  readonly conditionsAt: (atMs: number) => Conditions;
  /** Lets everything happen that is due until `toMs`; a time that has passed already changes nothing. */
  advanceTo(toMs: number): void;
  /** Lets the controllers act on what was just written. */
  settle(): void;
}

type Work = {
  readonly resource: "deployments" | "replicasets" | "services";
  readonly namespace: string;
  readonly name: string;
};

/** Who served is known from so long before the start, which is before the first sample of any series. */
const WATCHED_MS = 3 * HOUR_MS + MINUTE_MS;

/** More passes than any settling needs: a controller that never comes to rest is a defect, not a reason to hang. */
const PASSES_MOST = 10_000;

/** An empty cluster at `beginMs`, with its controllers. Deterministic in its arguments, however often it is advanced. */
export function simulate(options: {
  seed: number;
  startedAtMs: number;
  beginMs: number;
  fateOf: (world: World, pod: Pod) => Fate;
  conditionsAt: (atMs: number) => Conditions;
}): Simulation {
  const pending = new Map<string, Work>();
  const mark = (resource: Work["resource"], object: { namespace?: string | undefined; name: string }): void => {
    const namespace = object.namespace ?? "";
    pending.set(`${resource}/${namespace}/${object.name}`, { resource, namespace, name: object.name });
  };
  const markOwner = (object: KubeObject): void => {
    const owner = object.metadata.ownerReferences?.[0];
    const resource =
      owner?.kind === "ReplicaSet" ? "replicasets" : owner?.kind === "Deployment" ? "deployments" : undefined;
    if (owner !== undefined && resource !== undefined) {
      mark(resource, { namespace: object.metadata.namespace, name: owner.name });
    }
  };
  let budgetsPending = false;
  let autoscalersPending = false;
  const onChange = (change: StoreChange): void => {
    const { object, resource } = change;
    budgetsPending ||= resource === "pods" || resource === "deployments" || resource === "poddisruptionbudgets";
    autoscalersPending ||= resource === "deployments" || resource === "horizontalpodautoscalers";
    if (resource === "pods") {
      markOwner(object);
      for (const service of world.store.values("services")) {
        if (
          service.metadata.namespace === object.metadata.namespace &&
          matchesLabels(service.spec.selector ?? {}, object.metadata.labels)
        ) {
          mark("services", service.metadata);
        }
      }
      if (change.type === "ADDED" && object.metadata.ownerReferences?.[0]?.kind === "ReplicaSet") {
        admitPod(world, object as Pod);
      }
    }
    if (resource === "replicasets") {
      mark("replicasets", object.metadata);
      markOwner(object);
    }
    if (resource === "deployments" || resource === "services") {
      mark(resource, object.metadata);
    }
  };
  const random = randomFrom(options.seed, "world");
  const world: World = {
    seed: options.seed,
    startedAtMs: options.startedAtMs,
    store: new Store(random.between(80_000, 400_000), onChange),
    agenda: new Agenda(),
    random,
    runtimes: new Map(),
    fateOf: options.fateOf,
    nowMs: options.beginMs,
  };
  const timeline = new ServingTimeline();
  const platform = new PlatformTimeline();

  // Something must happen at that time, or nothing would be known until the next change.
  world.agenda.at(options.startedAtMs - WATCHED_MS, () => {});
  const work = ({ resource, namespace, name }: Work): void => {
    const { store } = world;
    if (resource === "deployments") {
      const deployment = store.get("deployments", namespace, name);
      if (deployment !== undefined) {
        syncDeployment(world, deployment);
      }
    } else if (resource === "replicasets") {
      const set = store.get("replicasets", namespace, name);
      if (set !== undefined) {
        syncReplicaSet(world, set);
      }
    } else {
      const service = store.get("services", namespace, name);
      if (service !== undefined) {
        syncEndpoints(world, service);
      }
    }
  };
  const settle = (): void => {
    if (autoscalersPending) {
      autoscalersPending = false;
      syncAutoscalers(world);
    }
    for (let pass = 0; pending.size > 0 && pass < PASSES_MOST; pass += 1) {
      for (const [key, item] of pending) {
        pending.delete(key);
        work(item);
        break;
      }
    }
    if (budgetsPending) {
      budgetsPending = false;
      syncDisruptionBudgets(world);
    }
    if (world.nowMs >= options.startedAtMs - WATCHED_MS) {
      timeline.add(observeServing(world));
      platform.observe(world);
    }
  };
  return {
    world,
    timeline,
    platform,
    conditionsAt: options.conditionsAt,
    settle,
    advanceTo: (toMs) => {
      for (let due = world.agenda.takeDue(toMs); due !== undefined; due = world.agenda.takeDue(toMs)) {
        world.nowMs = Math.max(world.nowMs, due.dueMs);
        due.act();
        settle();
      }
      world.nowMs = Math.max(world.nowMs, toMs);
    },
  };
}
