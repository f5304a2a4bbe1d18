import * as z from "zod";

const at = z.iso.datetime().nullable();

/** The typed result of `kubernetes.pods`. */
export const podsObserved = z.object({
  desired: z.int().describe("pods wanted by the Deployment; with a label selector alone, the pods found"),
  total: z.int().describe("pods that neither ended nor are being deleted"),
  ready: z.int().describe("of these, the ones that get traffic"),
  starting: z.int().describe("of these, the ones not ready yet and within their budgets"),
  unhealthyTotal: z.int().describe("pods in trouble, by the first rule that sees one"),
  firstUnhealthyAt: at.describe("since when the longest of them is in trouble; null when none is or it is unknown"),
  allReady: z.boolean().describe("at least one is desired, as many are ready, and no pod is in trouble"),
  noneDesired: z.boolean().describe("the Deployment is scaled to zero"),
  unhealthyOnlyInNewRevision: z
    .boolean()
    .describe("some pods are in trouble, and all of them are of the newest revision"),
  crashing: z.int().describe("pods in a crash loop or restarted inside the window"),
  imageUnavailable: z.int().describe("pods whose image cannot be loaded"),
  configurationUnavailable: z.int().describe("pods whose configuration or volumes cannot be loaded"),
  notStarted: z.int().describe("pods that stay Pending past the grace, for no reason that another count has"),
  outOfMemory: z.int().describe("pods killed for their memory inside the window"),
  unschedulable: z
    .int()
    .describe(
      "pods that get no node: none takes them, or a scheduling gate holds them back (SchedulingGated in `reasons`)",
    ),
  notReady: z.int().describe("pods running, themselves or an init container, but not ready past the start-up budget"),
  evicted: z.int().describe("pods put out by their node inside the window"),
  terminating: z.int().describe("pods that do not end though they were told to"),
  reasons: z.record(z.string(), z.int()).describe("pods in trouble, by the cluster's own word"),
  revisions: z
    .array(
      z.object({
        revision: z.int().describe("the Deployment's revision"),
        hash: z.string().nullable().describe("its pod-template-hash"),
        pods: z.int().describe("its pods that neither ended nor are being deleted"),
        ready: z.int().describe("of these, the ready ones"),
      }),
    )
    .describe("revisions that have pods, newest first, and the newest in any case"),
  unhealthy: z
    .array(
      z.object({
        name: z.string().describe("the pod"),
        reason: z.string().describe("the cluster's own word"),
        since: at.describe("since when; null when unknown"),
        revision: z.int().nullable().describe("of which revision; null for a pod without one"),
        message: z.string().nullable().describe("the cluster's own sentence, shortened"),
      }),
    )
    .describe("at most 10 pods in trouble, the longest first; `unhealthyTotal` counts all"),
});
