import { ClientError } from "../../clients/client-error.ts";
import type { Finding } from "../../core/preflight/finding.ts";
import { selectorsOf, type Selector } from "../../probes/prometheus/selectors.ts";
import { failureFinding } from "./failure-finding.ts";
import type { PreflightScene } from "./preflight-scene.ts";

/** Whether Prometheus has the metrics that a query reads, with the labels that it asks for. */
export function seriesFindings(query: string, scene: PreflightScene): Promise<readonly Finding[]> {
  return Promise.all(
    selectorsOf(query).map((selector) => scene.once(`series ${selector.text}`, () => look(selector, scene))),
  );
}

async function look({ metric, text }: Selector, { opened, timeoutMs }: PreflightScene): Promise<Finding> {
  const subject = `series ${text}`;
  try {
    const prometheus = await opened.doors.prometheus();
    const count = async (selector: string) =>
      (await prometheus.query(`count(${selector})`, AbortSignal.timeout(timeoutMs))).result[0]?.value ?? 0;
    const found = await count(text);
    if (found > 0) return { subject, status: "there", detail: `${found} series`, hint: null };
    if (metric !== null && metric !== text && (await count(metric)) > 0)
      return {
        subject,
        status: "missing",
        detail: `${metric} is there, but no series of it has these labels`,
        hint: `promtool query series --match=${metric} shows the labels that there are`,
      };
    return {
      subject,
      // A counter has no series before its first event: that it is misspelt cannot be told from that.
      status: "unknown",
      detail: `Prometheus has no series of ${metric ?? text} now`,
      hint: "right where nothing was counted yet, e.g. before a first error; otherwise the metric was renamed or is not scraped",
    };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return failureFinding(subject, error);
  }
}
