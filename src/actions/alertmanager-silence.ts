import * as z from "zod";
import { formatDuration, parseDuration } from "../core/duration.ts";
import { PlanRefusal, type Action } from "./action.ts";
import { madeSilence } from "./alertmanager/made-silence.ts";
import { planExpiry } from "./alertmanager/plan-expiry.ts";
import { planSilence } from "./alertmanager/plan-silence.ts";
import { prepareSilence } from "./alertmanager/prepare-silence.ts";
import { reconcileSilence } from "./alertmanager/reconcile-silence.ts";
import { sendSilence } from "./alertmanager/send-silence.ts";
import { readSilenceScene } from "./alertmanager/silence-scene.ts";
import { watchSilence } from "./alertmanager/watch-silence.ts";

const TYPE = "alertmanager.silence";

/** A shorter one ends before anybody has looked; a longer one is forgotten. */
const LEAST_MS = 60_000;
const MOST_MS = 24 * 3_600_000;

const bounded = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== null && ms >= LEAST_MS && ms <= MOST_MS) return ms;
  const range = `from ${formatDuration(LEAST_MS)} to ${formatDuration(MOST_MS)}`;
  context.addIssue({ code: "custom", message: `not a duration ${range}: ${JSON.stringify(text)}` });
  return z.NEVER;
});

const args = z.strictObject({
  matchers: z
    .record(z.string().min(1), z.string().min(1))
    .refine((labels) => Object.keys(labels).length > 0, "name at least one label")
    .describe("The labels of the alerts to hide, e.g. { alertname: StreamingLagHigh }; all must be so"),
  for: bounded.describe("How long, from 1m to 1d; it ends by itself"),
  reason: z
    .string()
    .min(1)
    .max(300)
    .meta({ language: "text" })
    .describe("Why, for whoever wonders why nobody was notified"),
});

/** Hides alerts for a time that always ends. */
export const silence: Action<z.infer<typeof args>> = {
  type: TYPE,
  title: "Silence alerts for a time",
  args,
  example: `- id: silence
  for: traffic-spike
  alertmanager.silence:
    matchers: { alertname: StreamingLagHigh }
    for: 1h
    reason: the backlog is being worked off
  verify: [firing-alerts]
`,

  async plan({ matchers: labels, for: forMs, reason }, context) {
    const scene = await readSilenceScene(labels, context);
    const shownAt = context.shown?.before["startsAtMs"];
    const startsAtMs = typeof shownAt === "number" ? shownAt : context.nowMs;
    return planSilence({ type: TYPE, scene, labels, forMs, reason, startsAtMs });
  },

  // Alertmanager has no dry run: what it would refuse, times and matchers that say nothing, the arguments do not allow.
  rehearse: async () => [],

  prepare: prepareSilence,

  apply: sendSilence,

  reconcile: reconcileSilence,

  progress: watchSilence,

  async inverse(plan, receipts, { doors, signal }) {
    const alertmanager = await doors.alertmanager();
    const made = madeSilence(await alertmanager.silences(signal), plan, receipts);
    if (made === undefined)
      throw new PlanRefusal("not-now", "the silence is not there any more: there is nothing to end");
    return planExpiry(TYPE, made, alertmanager.displayUrl);
  },
};
