import * as z from "zod";

const at = z.iso.datetime().nullable();
const word = z.string().nullable();

/** The typed result of `kubernetes.logs`. */
export const logsObserved = z.object({
  lines: z.int().describe("lines read, of all pods and of the lives before that ended in the time asked for"),
  errors: z.int().describe("of these, the ones at level ERROR or worse"),
  errorRatio: z.number().nullable().describe("errors by lines, 0 to 1; null without lines"),
  podsTotal: z.int().describe("pods that should have logs"),
  podsRead: z.int().describe("pods of which at least one log was read"),
  cut: z.boolean().describe("at least one log was longer than what is read of each, in lines or in bytes"),
  patternsTotal: z.int().describe("different sentences among the errors"),
  patterns: z
    .array(
      z.object({
        template: z.string().describe("the sentence, with <*> where values were"),
        count: z.int().describe("its lines"),
        pods: z.int().describe("pods that wrote it"),
        firstAt: at.describe("its first line; null where times are unknown"),
        lastAt: at.describe("its last line; null where times are unknown"),
        level: word.describe("its level, where all its lines agree; else null"),
        service: word.describe("the service, where all its lines agree; else null"),
        errorType: word.describe("the kind of the error, where all its lines agree; else null"),
        namespace: word.describe("the feature's namespace, where all its lines agree; else null"),
        featureGroup: word.describe("the feature group, where all its lines agree; else null"),
      }),
    )
    .describe("of the errors, at most the number asked for, most frequent first; values are never kept"),
  unread: z
    .array(z.object({ pod: z.string().describe("the pod"), reason: z.string().describe("why") }))
    .describe("at most 10 pods of which something could not be read"),
});
