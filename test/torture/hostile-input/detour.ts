import type { World } from "./corpus.ts";
import type { Question } from "./tape.ts";

const BASE = "http://server";

/** A question that leads to another kind of place than those that the undamaged answers led to; null where none does. */
export function detour(asked: readonly Question[], world: World): string | null {
  for (const question of asked) {
    const url = new URL(`${BASE}${question.path}`);
    const sent = `${question.door} ${question.method} ${url.pathname}`;
    if (url.pathname !== question.path || url.search !== "" || url.hash !== "")
      return `asked for ${question.path}, which leads to ${url.href.slice(BASE.length)}`;
    if (!shapesOf(world).has(shapeOf(sent))) return `asked for ${sent}, as no undamaged answer led to`;
  }
  return null;
}

const shapes = new WeakMap<World, ReadonlySet<string>>();

function shapesOf(world: World): ReadonlySet<string> {
  const known = shapes.get(world) ?? new Set([...world.byPath.keys()].map(shapeOf));
  shapes.set(world, known);
  return known;
}

/** The path with its names left out: of the API's and Flink's paths each second segment is one. */
function shapeOf(sent: string): string {
  const [door = "", ...rest] = sent.split("/");
  return [door, ...rest.map((segment) => (KINDS.has(segment) ? segment : "*"))].join("/");
}

const KINDS: ReadonlySet<string> = new Set(
  "api apis v1 apps batch autoscaling policy discovery.k8s.io namespaces pods log deployments replicasets services configmaps secrets events endpointslices nodes jobs horizontalpodautoscalers poddisruptionbudgets vertices backpressure checkpoints config exceptions metrics subtasks overview jars savepoints resource-requirements query query_range alerts status silences".split(
    " ",
  ),
);
