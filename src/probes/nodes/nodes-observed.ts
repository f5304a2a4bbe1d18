import * as z from "zod";

const ratio = z.number().nullable();

/** The typed result of `kubernetes.nodes`. */
export const nodesObserved = z.object({
  total: z.int().describe("nodes"),
  ready: z.int().describe("nodes whose kubelet says that they are ready"),
  notReady: z.int().describe("nodes that are not ready, or that nobody has heard of for a while"),
  cordoned: z.int().describe("nodes that take no new pods because somebody said so"),
  diskPressure: z.int().describe("nodes that run out of disk"),
  memoryPressure: z.int().describe("nodes that run out of memory"),
  pidPressure: z.int().describe("nodes that run out of process ids"),
  networkUnavailable: z.int().describe("nodes whose network is not set up"),
  firstTroubleAt: z.iso
    .datetime()
    .nullable()
    .describe("since when the longest of these troubles lasts; null when there is none or it is unknown"),
  maxCpuRequestedRatio: ratio.describe(
    "of the fullest node: CPUs that its pods ask for over what it has for pods, 0 to 1; null when unknown",
  ),
  maxMemoryRequestedRatio: ratio.describe(
    "of the fullest node: memory that its pods ask for over what it has for pods, 0 to 1; null when unknown",
  ),
  maxPodsRatio: ratio.describe("of the fullest node: its pods over how many it takes, 0 to 1; null when unknown"),
  nodes: z
    .array(
      z.object({
        name: z.string().describe("the node's name"),
        ready: z.boolean().describe("its kubelet says that it is ready"),
        cordoned: z.boolean().describe("it takes no new pods"),
        troubles: z.array(z.string()).describe("conditions that are not as they should be, e.g. DiskPressure"),
        cpuRequestedRatio: ratio.describe("CPUs asked for over those for pods"),
        memoryRequestedRatio: ratio.describe("memory asked for over that for pods"),
        podsRatio: ratio.describe("pods over how many it takes"),
      }),
    )
    .describe("at most 10 nodes, those in trouble and the fullest first"),
});
