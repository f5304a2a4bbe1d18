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
  const sorted = ORDER.flatMap((status) => rowsOf(findings.filter((finding) => finding.status === status)));
  const where = place === "" ? environment : `${environment} (${place})`;
  return [
    legible(`Preflight · ${where} · ${runbooks.length === 1 ? runbooks[0] : `${runbooks.length} runbooks`}`, view),
    "",
    hangingTable(
      sorted.map((row) => [row.status, row.subjects.join(", "), sentence(row)]),
      2,
      view,
    ),
    "",
    `  ${countWords(findings)}`,
    "",
  ].join("\n");
}

interface Row extends Omit<SharedFinding, "subject"> {
  readonly subjects: readonly string[];
}

/** One refusal that many run into is told once, with all of them; what is there is told one by one. */
function rowsOf(findings: readonly SharedFinding[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const { subject, ...finding } of findings) {
    const { status, detail, hint, usedBy } = finding;
    const key = JSON.stringify(status === "there" ? [subject, detail] : [detail, hint]);
    const before = rows.get(key);
    const [subjects, users] = [before?.subjects ?? [], before?.usedBy ?? []];
    rows.set(key, { ...finding, subjects: [...subjects, subject], usedBy: [...new Set([...users, ...usedBy])] });
  }
  return [...rows.values()];
}

/** With the next step at its end, which may be a command. */
function sentence({ status, detail, hint, usedBy }: Row): string {
  if (status === "there") return detail;
  return `${detail} (for ${usedBy.join(", ")})${hint === null ? "" : `; ${hint}`}`;
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
