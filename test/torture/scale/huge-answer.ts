import { endlessPrometheus } from "./endless-prometheus.ts";
import { wideRuns } from "./wide-run.ts";

/** Far more than the cap and what the system itself may hold on the way, some 37 MB: half of it is not taken unless it is read on and on. */
const ANSWER_BYTES = 200_000_000;

export interface HugeAnswer {
  readonly peakMib: number;
  readonly breaches: readonly string[];
}

/** A query that returns 200 MB of series: given up at the cap, inconclusive, with the words what to ask for instead. */
export async function hugeAnswer(program: string): Promise<HugeAnswer> {
  const prometheus = await endlessPrometheus(ANSWER_BYTES);
  const check = { id: "series", title: "series", "prometheus.query": { query: "up", over: "any", fail: "value > 1" } };
  const runs = wideRuns(program, {
    environment: { prometheus: { url: prometheus.url } },
    checks: [check],
    apiServer: null,
  });
  try {
    const { document, peakMib } = await runs.json();
    const [told] = document.checks;
    const words = `${told?.error?.message ?? ""} ${told?.error?.hint ?? ""}`;
    const screen = await runs.screen();
    const breaches = [
      ...(told?.verdict === "inconclusive" && told.error?.code === "too-large"
        ? []
        : [`200 MB of series are ${told?.verdict}: ${told?.summary}`]),
      ...(/limit is 16 MB.*query fewer series/s.test(words) ? [] : [`what to narrow is not said: ${words}`]),
      ...(/limit is\s+16 MB[^]*query fewer series/.test(screen) ? [] : [`the screen does not say it:\n${screen}`]),
      ...(prometheus.takenBytes() < ANSWER_BYTES / 2 ? [] : [`${prometheus.takenBytes()} bytes were taken`]),
    ];
    return { peakMib, breaches };
  } finally {
    runs.close();
    await prometheus.close();
  }
}
