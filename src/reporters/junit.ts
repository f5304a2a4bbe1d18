import type { CheckEntry, RunDocument } from "../core/document/run-document.ts";
import { attributes, escape } from "./xml.ts";

/**
 * JUnit XML, a test case a check. A failing symptom is a failure; a symptom that could not be told is an error, never skipped, so that
 * no CI shows it green. Evidence never fails a suite; what it saw stands in its output. Only what `--check` left out is skipped.
 */
export function renderJunit(document: RunDocument): string {
  const { run, checks } = document;
  const ends = checks.map(endOf);
  const of = (end: End) => ends.filter((other) => other === end).length;
  const counts = attributes({
    tests: checks.length,
    failures: of("failure"),
    errors: of("error"),
    skipped: of("skipped"),
    time: seconds(wallMs(checks)),
  });
  const suite = attributes({
    name: run.runbook,
    timestamp: run.startedAt.replace(/\.\d+Z$/, ""),
    hostname: run.operator.split("@").at(-1) ?? "",
  });
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites ${attributes({ name: "bigops" })} ${counts}>`,
    `  <testsuite ${suite} ${counts}>`,
    `    <properties>`,
    ...properties(document).map(([name, value]) => `      <property ${attributes({ name, value })}/>`),
    `    </properties>`,
    ...checks.map((check) => testCase(check, run.runbook)),
    `  </testsuite>`,
    `</testsuites>`,
    ``,
  ].join("\n");
}

type End = "passed" | "failure" | "error" | "skipped";

function endOf({ asked, role, verdict }: CheckEntry): End {
  if (!asked) return "skipped";
  if (role === "evidence" || verdict === "pass") return "passed";
  return verdict === "fail" ? "failure" : "error";
}

/** From the first question to the last answer; checks run at the same time. */
function wallMs(checks: readonly CheckEntry[]): number {
  const asked = checks.filter((check) => check.asked);
  if (asked.length === 0) return 0;
  const starts = asked.map((check) => Date.parse(check.startedAt));
  const ends = asked.map((check) => Date.parse(check.startedAt) + check.durationMs);
  return Math.max(...ends) - Math.min(...starts);
}

function properties({
  run,
  outcome,
  exitCode,
  causes,
  proposals,
}: RunDocument): readonly (readonly [string, string])[] {
  return [
    ["run", run.id],
    ["environment", run.environment],
    ["mode", run.mode],
    ["outcome", outcome],
    ["exitCode", String(exitCode)],
    ...causes.map((cause) => ["cause", `${cause.id}: ${cause.title}`] as const),
    ...proposals.map(({ id, plan, status }) => ["proposal", `${id}: ${plan.summary} (${status})`] as const),
    ...proposals.flatMap((proposal) =>
      proposal.guards.map(({ check, status }) => ["guard", `${proposal.id}: ${check} (${status})`] as const),
    ),
  ];
}

function testCase(check: CheckEntry, runbook: string): string {
  const { id, durationMs, error, summary, notes, verdict } = check;
  const head = attributes({ name: id, classname: `bigops.${runbook}`, time: seconds(durationMs) });
  const end = endOf(check);
  const message = attributes({ message: error?.message ?? summary });
  const verdictTag = {
    passed: "",
    skipped: `<skipped ${attributes({ message: "left out by --check" })}/>`,
    failure: `<failure ${message} ${attributes({ type: verdict })}>${escape([summary, ...notes].join("\n"))}</failure>`,
    error: `<error ${message} ${attributes({ type: verdict })}>${escape(error?.hint ?? summary)}</error>`,
  }[end];
  const output = `<system-out>${escape([`${verdict}: ${summary}`, ...notes].join("\n"))}</system-out>`;
  return `    <testcase ${head}>${verdictTag}${output}</testcase>`;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
