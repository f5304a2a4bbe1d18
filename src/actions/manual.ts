import * as z from "zod";
import { canonicalJson } from "../core/digest/canonical-json.ts";
import { sha256Hex } from "../core/digest/sha256.ts";
import type { Action } from "./action.ts";
import { withSelector } from "./kubernetes/with-selector.ts";

const TYPE = "manual";

const args = z.strictObject({
  summary: z.string().min(1).meta({ language: "text" }).describe("What the operator does, in one line"),
  instructions: z
    .union([
      z
        .string()
        .min(1)
        .meta({ language: "shell" })
        .transform((line) => [line]),
      z.array(z.string().min(1).meta({ language: "shell" })).min(1),
    ])
    .describe(
      "How, a step a line; commands as they are to be typed: kubectl's are shown with the run's cluster and namespace",
    ),
  podsOf: z
    .string()
    .meta({ language: "text" })
    .regex(/^(?:deployment|service)\/[^/\s]+$/, "give deployment/NAME or service/NAME")
    .optional()
    .describe("Whose pods the steps are about, e.g. deployment/feature-api: `<selector>` in a step becomes its labels"),
});

/** The operator changes it and says so; bigops sends nothing, and verifies all the same. */
export const manual: Action<z.infer<typeof args>> = {
  type: TYPE,
  title: "A change that the operator makes",
  args,
  example: `- id: more-memory
  for: out-of-memory
  manual:
    summary: raise the memory limit of feature-api
    instructions:
      - "kubectl top pods -l <selector> --containers"
      - "kubectl set resources deployment/feature-api --limits=memory=2Gi"
    podsOf: deployment/feature-api
  verify: [pods]
`,

  async plan({ summary, instructions: steps, podsOf }, context) {
    const instructions = podsOf === undefined ? steps : await withSelector(steps, podsOf, context);
    return {
      action: TYPE,
      summary,
      target: { kind: "Manual", namespace: "", name: "", uid: "" },
      identity: sha256Hex(canonicalJson({ summary, instructions })),
      writes: [],
      instructions,
      changes: [],
      impact: { lines: ["whatever the operator does: bigops sends nothing"], keepServing: null, budgetAllows: null },
      warnings: [],
      equivalent: "",
      undo: null,
      before: {},
      completionSeconds: 0,
    };
  },

  rehearse: async () => [],

  prepare: async () => ({ ready: false, reason: "a manual change has nothing to send" }),

  apply: async () => ({ outcome: "not-sent", message: "a manual change has nothing to send" }),

  reconcile: async () => ({ found: "not-applied", message: "a manual change sends nothing" }),

  progress: async (_plan, _receipts, { nowMs }) => ({
    complete: true,
    completedAtMs: nowMs,
    failed: null,
    summary: "the operator says that it is done",
  }),

  inverse: null,
};
