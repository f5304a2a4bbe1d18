import * as z from "zod";

/** The typed result of `alertmanager.alerts`. */
export const alertsObserved = z.object({
  firing: z.int().describe("alerts that match and fire, whether they notify or not"),
  active: z.int().describe("of these, the ones that notify: neither silenced nor inhibited"),
  silenced: z.int().describe("of these, the ones that a silence hides"),
  inhibited: z.int().describe("of these, the ones that another alert inhibits"),
  startsAt: z.iso.datetime().nullable().describe("since when the oldest of them fires; null when none does"),
  members: z
    .int()
    .describe("members of Alertmanager's cluster that the asked one sees, itself included; 0: it runs alone"),
  missingMembers: z
    .int()
    .nullable()
    .describe("members that should be there and are not seen; null when that cannot be told"),
  prometheusFiring: z
    .int()
    .nullable()
    .describe(
      "alerts with these labels that Prometheus itself says fire; null when it does not answer, or there is none to ask",
    ),
  alerts: z
    .array(
      z.object({
        name: z.string().describe("its alertname"),
        state: z.enum(["active", "suppressed", "unprocessed"]).describe("Alertmanager's own word"),
        startsAt: z.iso.datetime().describe("since when it fires, as Prometheus says; the trouble began earlier"),
        labels: z.record(z.string(), z.string()).describe("its labels of the platform's parts; others are left out"),
        fingerprint: z.string().describe("Alertmanager's own name for it"),
        silencedBy: z.array(z.string()).describe("ids of the silences that hide it"),
      }),
    )
    .describe("at most 10 of them, the oldest first"),
});
