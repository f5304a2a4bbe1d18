import * as z from "zod";

const at = z.iso.datetime().nullable();

/** A leaf of a pod template as text; values that look secret are hidden. */
const leaf = z.string().nullable();

/** The typed result of `kubernetes.rollout`. */
export const rolloutObserved = z.object({
  revision: z.int().describe("the Deployment's present revision"),
  previousRevision: z.int().nullable().describe("the one before, to which an undo goes; null when there is none"),
  hasPredecessor: z.boolean().describe("there is a revision before the present one"),
  changedAt: at.describe("when the present revision began; null when the cluster's records do not tell"),
  configurationChangedAt: at.describe(
    "the newest change of a ConfigMap or Secret that the present template refers to, of those that could be read; null when none tells",
  ),
  configurationUnread: z
    .int()
    .describe("how many ConfigMaps and Secrets that the present template refers to do not tell when they changed"),
  completedAt: at.describe("when its rollout was complete; null while it is not"),
  ageSeconds: z.number().nullable().describe("seconds since the present revision began"),
  status: z
    .enum(["complete", "progressing", "stuck", "paused"])
    .describe("as kubectl rollout status judges, in the same order"),
  restartOnly: z.boolean().describe("the present revision differs from the one before by a restart alone"),
  imageChange: z
    .string()
    .nullable()
    .describe('the change of the image against the revision before, e.g. "2.4.0 → 2.4.1"; null when it is the same'),
  changesTotal: z.int().describe("differences between the two templates"),
  changes: z
    .array(
      z.object({
        path: z.string().describe("where in the template"),
        from: leaf.describe("in the revision before; null when absent"),
        to: leaf.describe("in the present revision; null when absent"),
      }),
    )
    .describe("at most 20 of them, images first; values that look secret are hidden"),
  history: z
    .array(
      z.object({
        revision: z.int().describe("its number"),
        beganAt: at.describe("when it began; null for one that an undo brought back and later records do not date"),
        images: z.array(z.string()).describe("the images of its containers"),
      }),
    )
    .describe("the newest 10 revisions that the cluster keeps, newest first"),
});
