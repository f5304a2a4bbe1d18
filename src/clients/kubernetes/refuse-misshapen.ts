import { ClientError } from "../client-error.ts";
import type { Shape } from "../kubernetes-objects/shape.ts";
import type { Asked } from "./api-error.ts";
import { quoted } from "../quoted.ts";

/**
 * Throws `unexpected-answer` where an object is not of the shape that the API's objects have: what reads it would trip over it. `shape` null: any
 * will do. `at`: which entry of a list it is, empty for one alone.
 */
export function refuseMisshapen(
  value: unknown,
  shape: Shape | null,
  { what, server }: Pick<Asked, "what" | "server">,
  at = "",
): void {
  const misfit = shape?.(value) ?? null;
  if (misfit === null) return;
  const place = [at, ...misfit.path].filter((step) => step !== "").join(".");
  throw new ClientError(
    "unexpected-answer",
    `${what}: the answer has another shape than the API's objects: ${quoted(place, 120) || "it"} is not ${misfit.wanted}`,
    `is ${server} a Kubernetes API server, or does something on the way change its answers?`,
  );
}
