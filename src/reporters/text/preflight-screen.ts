import type { FindingStatus, SharedFinding } from "../../core/preflight/finding.ts";
import type { PreflightDocument } from "../../core/preflight/preflight-document.ts";
import { hangingTable } from "./hanging-table.ts";
import { printable } from "./printable.ts";
import { legible, type View } from "./view.ts";

/** The worst first. */
const ORDER: readonly FindingStatus[] = ["missing", "forbidden", "unknown", "warning", "there"];

/** A table of what a preflight looked for: what is not there first, with the next step and what needs it. */
export function renderPreflight(document: PreflightDocument, view: View): string {
  const { environment, place, runbooks, findings } = printable(document);
  const sorted = ORDER.flatMap((status) => findings.filter((finding) => finding.status === status));
  const where = place === "" ? environment : `${environment} (${place})`;
  return [
    legible(`Preflight · ${where} · ${runbooks.length === 1 ? runbooks[0] : `${runbooks.length} runbooks`}`, view),
    "",
    hangingTable(
      sorted.map((finding) => [finding.status, finding.subject, sentence(finding)]),
      2,
      view,
    ),
    "",
    `  ${countWords(findings)}`,
    "",
  ].join("\n");
}

function sentence({ status, detail, hint, usedBy }: SharedFinding): string {
  if (status === "there") return detail;
  return `${detail}${hint === null ? "" : `; ${hint}`} (for ${usedBy.join(", ")})`;
}

function countWords(findings: readonly SharedFinding[]): string {
  const words = {
    missing: "missing",
    forbidden: "forbidden",
    unknown: "could not be told",
    warning: "to know",
    there: "there",
  };
  const count = (status: FindingStatus) => findings.filter((finding) => finding.status === status).length;
  return ORDER.filter((status) => status !== "warning" || count(status) > 0)
    .map((status) => `${count(status)} ${words[status]}`)
    .join(", ");
}
