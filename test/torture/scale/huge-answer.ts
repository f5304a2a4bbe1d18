import { endlessPrometheus } from "./endless-prometheus.ts";
import { wideRuns } from "./wide-run.ts";

const ANSWER_BYTES = 50_000_000;
/** Between two pieces: an answer that comes all at once may lie whole in the system's buffers, and nobody knows how much of it was read. */
const PAUSE_MS = 2;

export interface HugeAnswer {
  readonly peakMib: number;
  readonly breaches: readonly string[];
}

/** A query that returns 50 MB of series: given up at the cap, inconclusive, with the words what to ask for instead. */
export async function hugeAnswer(program: string): Promise<HugeAnswer> {
  const prometheus = await endlessPrometheus(ANSWER_BYTES, PAUSE_MS);
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
        : [`50 MB of series are ${told?.verdict}: ${told?.summary}`]),
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
