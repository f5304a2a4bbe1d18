import * as z from "zod";
import { boundedList } from "../bounded-list.ts";
import { boundedMapping } from "../bounded-mapping.ts";
import { pathName } from "../http/path-name.ts";

const labels = boundedMapping(z.string());
const texts = boundedList(z.string()).nullish();
const time = z.string().transform((text, context) => {
  const ms = Date.parse(text);
  if (!Number.isNaN(ms)) return ms;
  context.addIssue({ code: "custom", message: "not a time" });
  return z.NEVER;
});

/** Of `/api/v2/alerts`. */
export const alertsAnswer = boundedList(
  z.object({
    fingerprint: z.string(),
    labels,
    annotations: labels.nullish(),
    startsAt: time,
    endsAt: time,
    status: z.object({
      state: z.enum(["active", "suppressed", "unprocessed"]),
      silencedBy: texts,
      inhibitedBy: texts,
    }),
  }),
);

/** Of `/api/v2/silence/{id}`. */
export const silenceAnswer = z.object({
  id: pathName,
  status: z.object({ state: z.enum(["active", "pending", "expired"]) }),
  matchers: boundedList(
    z.object({
      name: z.string(),
      value: z.string(),
      isRegex: z.boolean(),
      // Left out by servers before 0.22, where every matcher was for equality.
      isEqual: z.boolean().default(true),
    }),
  ),
  startsAt: time,
  endsAt: time,
  updatedAt: time,
  createdBy: z.string(),
  comment: z.string(),
});

/** Of `/api/v2/silences`. */
export const silencesAnswer = boundedList(silenceAnswer);

/** Of `/api/v2/status`. */
export const statusAnswer = z.object({
  cluster: z.object({
    status: z.enum(["ready", "settling", "disabled"]),
    peers: boundedList(z.object({ name: z.string() })).nullish(),
  }),
});
