import type { MatrixRow } from "./matrix-row.ts";
import { isClaim } from "./statement.ts";
import type { Subject } from "./subject.ts";

const HEAD = `# What each check and each change says when its server fails

Written by \`npm run torture -- --only fault-matrix --table docs/fault-matrix.md\`; not by hand. The trial fails where this page lacks a check, a change or a
fault, or where what did no harm does so by now.

Everything that the check or the change asks is failed in the same way, on real sockets. \`no plan\`: the change is not proposed. That one alone of several
requests fails, or some fields of the answers, the trial tries too, also where the check fails undisturbed; it is not in this page. Nothing here may say \`pass\` or
\`plan\` unless what fails does no harm.

The last tables are of what is asked about a change once it is planned: its rehearsal, the look before it is sent, whether a write whose answer was lost was made,
how far it is, its undo. \`no answer\`: it is asked again, or not sent. Nothing there may say \`rehearsed\`, \`ready\`, \`applied\`, \`not-applied\`, \`complete\`,
\`failed\` or \`undo\` unless what fails does no harm, or is the server's own word that the object is gone (404).
`;

/**
 * The matrix as a page: for each subject and fault the verdict and the words when everything that it asks fails so, and what is then said about changes; no
 * times, ports or ids.
 */
export function matrixPage(rows: readonly MatrixRow[]): string {
  const whole = rows.filter(({ reach }) => reach === "all");
  const first = whole.filter(({ subject }) => subject.question === undefined);
  const sections = [...new Set(first.map(({ subject }) => subject))].map((subject) => {
    const lines = first
      .filter((row) => row.subject === subject)
      .map(({ fault, verdict, words }) => `| ${cell(fault)} | ${verdict} | ${cell(steadyWords(words))} |`);
    const what = subject.kind === "probe" ? "a check" : "the reads of a change";
    return [
      `## ${titleOf(subject)} (${what})\n`,
      "| what fails | verdict | words |",
      "| --- | --- | --- |",
      ...lines,
    ].join("\n");
  });
  const about = whole.filter(({ subject }) => subject.question !== undefined);
  const changes = [...new Set(about.map(({ subject }) => titleOf(subject)))].map((title) =>
    changeSection(
      title,
      about.filter(({ subject }) => titleOf(subject) === title),
    ),
  );
  return `${HEAD}\n${[...sections, ...changes].join("\n\n")}\n`;
}

function titleOf({ title, type }: Subject): string {
  return title ?? type;
}

const ABOUT = "(asked about the change)";

/** A column for each question; a dash where the fault was not brought to it. */
function changeSection(title: string, rows: readonly MatrixRow[]): string {
  const questions = [...new Set(rows.map(({ subject }) => subject.question?.name ?? ""))];
  const faults = [...new Set(rows.map(({ fault }) => fault))];
  const lines = faults.map((fault) => {
    const cells = questions.map(
      (question) => rows.find((row) => row.fault === fault && row.subject.question?.name === question)?.verdict ?? "-",
    );
    return `| ${[cell(fault), ...cells].join(" | ")} |`;
  });
  const head = ["what fails", ...questions.map(cell)];
  return [
    `## ${title} ${ABOUT}\n`,
    `| ${head.join(" | ")} |`,
    `| ${head.map(() => "---").join(" | ")} |`,
    ...lines,
  ].join("\n");
}

/**
 * Of a page, a line for each subject and fault, and each question about a change: whether it does harm. That alone tells whether a page is stale: words, and
 * which of the verdicts that claim nothing it is, may be others on a busy machine.
 */
export function harmIn(page: string): readonly string[] {
  let subject = "";
  let questions: readonly string[] = [];
  return page.split("\n").flatMap((line) => {
    if (line.startsWith("## ")) subject = line.slice("## ".length);
    if (!line.startsWith("|")) return [];
    const [fault = "", ...cells] = line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((part) => part.trim());
    if (fault === "what fails") questions = cells[0] === "verdict" ? [""] : cells;
    if (fault === "what fails" || fault === "---") return [];
    return questions.flatMap((question, index) => {
      const verdict = cells[index] ?? "-";
      return verdict === "-" ? [] : [`${subject}: ${fault}: ${question}: ${harmOf(verdict)}`];
    });
  });
}

function harmOf(verdict: string): string {
  return verdict === "pass" || verdict === "plan" || isClaim(verdict) ? "harmless" : "nothing claimed";
}

/** Of such a line, what was tried. */
export function caseOf(line: string): string {
  return line.slice(0, line.lastIndexOf(": "));
}

/** Of such a line, whether it is of a question about a change. */
export function isAbout(line: string): boolean {
  return line.includes(ABOUT);
}

/** Without what depends on the machine and the moment. */
function steadyWords(words: string): string {
  return words
    .replaceAll(/:\d{4,5}\b/g, ":PORT")
    .replaceAll(/\b\d+(?:\.\d+)? (ms|s|MB|kB|bytes|B)\b/g, "N $1")
    .replaceAll(/\/tmp\/[^\s"]*\//g, "/tmp/…/")
    .replaceAll(/\b[0-9a-f]{32}\b/g, "ID");
}

function cell(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|").trim();
}
