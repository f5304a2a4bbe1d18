import { resourceQuantity } from "./resource-quantity.ts";

export const REQUESTED = ["cpu", "memory"] as const;

export type Requested = (typeof REQUESTED)[number];

type Resources = { readonly requests?: Readonly<Record<string, string>> | null } | null;

interface Container {
  readonly resources?: Resources;
  /** `Always` for an init container that keeps running beside the others. */
  readonly restartPolicy?: string;
}

/** The parts of a pod that say what it asks of its node. */
export interface RequestingPod {
  readonly spec?: {
    readonly nodeName?: string;
    readonly containers?: readonly Container[];
    readonly initContainers?: readonly Container[] | null;
    readonly overhead?: Readonly<Record<string, string>> | null;
    /** Of the pod as a whole, where it says so: they go before its containers'. */
    readonly resources?: Resources;
  };
}

/**
 * What the scheduler sets aside for a pod: the larger of all containers together and of each init container with the sidecars that run by then, and the
 * overhead of its runtime.
 */
export function podRequest({ spec }: RequestingPod, resource: Requested): number {
  const of = (resources: Resources | undefined) => resourceQuantity(resources?.requests?.[resource]);
  const overhead = resourceQuantity(spec?.overhead?.[resource]) ?? 0;
  const whole = of(spec?.resources);
  if (whole !== null) return whole + overhead;
  let sidecars = 0;
  let peak = 0;
  for (const container of spec?.initContainers ?? []) {
    const asked = of(container.resources) ?? 0;
    if (container.restartPolicy === "Always") sidecars += asked;
    else peak = Math.max(peak, sidecars + asked);
  }
  const running = (spec?.containers ?? []).reduce((sum, { resources }) => sum + (of(resources) ?? 0), sidecars);
  return Math.max(running, peak) + overhead;
}
