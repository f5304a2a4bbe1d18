import type { PlanRefusal } from "../../actions/action.ts";
import type { Finding } from "../../core/preflight/finding.ts";

/**
 * What a refusal to plan says about what was looked for. That there is nothing to change now is as it should be; what a run could never make is missing.
 * `alternative`: the mitigation that the runbook proposes instead of one that turned out impossible; null where there is none.
 */
export function refusalFinding(
  subject: string,
  { kind, message }: Pick<PlanRefusal, "kind" | "message">,
  alternative: string | null,
): Finding {
  switch (kind) {
    case "not-now":
      return { subject, status: "there", detail: `not now: ${message}`, hint: null };
    case "unfit":
      return { subject, status: "missing", detail: message, hint: "correct the runbook, or bring back what it names" };
    case "unsaid":
      return alternative === null
        ? { subject, status: "missing", detail: message, hint: "say it in the runbook or by a parameter" }
        : { subject, status: "warning", detail: message, hint: `until then ${alternative} is proposed instead` };
    case "unknown":
      return { subject, status: "unknown", detail: message, hint: "a run that cannot read it cannot propose this" };
  }
}
