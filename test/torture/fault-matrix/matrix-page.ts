import type { MatrixRow } from "./matrix-row.ts";

const HEAD = `# What each check and each change says when its server fails

Written by \`npm run torture -- --only fault-matrix --table docs/fault-matrix.md\`; not by hand. The trial fails where this page lacks a check, a change or a
fault, or where what did no harm does so by now.

Everything that the check or the change asks is failed in the same way, on real sockets. \`no plan\`: the change is not proposed. That one alone of several
requests fails, or some fields of the answers, the trial tries too; it is not in this page. Nothing here may say \`pass\` or \`plan\` unless what fails does no harm.
`;

/** The matrix as a page: for each subject and fault the verdict and the words when everything that it asks fails so; no times, ports or ids. */
export function matrixPage(rows: readonly MatrixRow[]): string {
  const whole = rows.filter(({ reach }) => reach === "all");
  const sections = [...new Set(whole.map(({ subject }) => subject))].map((subject) => {
    const lines = whole
      .filter((row) => row.subject === subject)
      .map(({ fault, verdict, words }) => `| ${cell(fault)} | ${verdict} | ${cell(steadyWords(words))} |`);
    const what = subject.kind === "probe" ? "a check" : "the reads of a change";
    return [`## ${subject.type} (${what})\n`, "| what fails | verdict | words |", "| --- | --- | --- |", ...lines].join(
      "\n",
    );
  });
  return `${HEAD}\n${sections.join("\n\n")}\n`;
}

/**
 * Of a page, a line for each subject and fault: whether it does harm. That alone tells whether a page is stale: words, and which of the verdicts that claim
 * nothing it is, may be others on a busy machine.
 */
export function harmIn(page: string): readonly string[] {
  let subject = "";
  return page.split("\n").flatMap((line) => {
    if (line.startsWith("## ")) subject = line.slice("## ".length);
    const [, fault, verdict] = line.split(/(?<!\\)\|/).map((part) => part.trim());
    if (!line.startsWith("|") || fault === "what fails" || fault === "---") return [];
    return [`${subject}: ${fault}: ${verdict === "pass" || verdict === "plan" ? "harmless" : "nothing claimed"}`];
  });
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
