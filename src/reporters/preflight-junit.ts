import type { SharedFinding } from "../core/preflight/finding.ts";
import type { PreflightDocument } from "../core/preflight/preflight-document.ts";
import { attributes, escape } from "./xml.ts";

/** JUnit XML, a test case for each thing that was looked for. What is missing or forbidden is a failure; what could not be told an error, never skipped. */
export function renderPreflightJunit({ environment, startedAt, durationMs, findings }: PreflightDocument): string {
  const counts = attributes({
    tests: findings.length,
    failures: findings.filter(({ status }) => status === "missing" || status === "forbidden").length,
    errors: findings.filter(({ status }) => status === "unknown").length,
    skipped: 0,
    time: (durationMs / 1_000).toFixed(3),
  });
  const suite = attributes({ name: `preflight ${environment}`, timestamp: startedAt.replace(/\.\d+Z$/, "") });
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites ${attributes({ name: "bigops" })} ${counts}>`,
    `  <testsuite ${suite} ${counts}>`,
    ...findings.map((finding) => testCase(finding, environment)),
    `  </testsuite>`,
    `</testsuites>`,
    ``,
  ].join("\n");
}

function testCase({ subject, status, detail, hint, usedBy }: SharedFinding, environment: string): string {
  const head = attributes({ name: subject, classname: `bigops.preflight.${environment}`, time: "0.000" });
  const about = escape([hint ?? "", `for ${usedBy.join(", ")}`].filter((line) => line !== "").join("\n"));
  const words = attributes({ message: detail, type: status });
  const end = {
    there: "",
    warning: "",
    missing: `<failure ${words}>${about}</failure>`,
    forbidden: `<failure ${words}>${about}</failure>`,
    unknown: `<error ${words}>${about}</error>`,
  }[status];
  return `    <testcase ${head}>${end}<system-out>${escape(`${status}: ${detail}`)}</system-out></testcase>`;
}
