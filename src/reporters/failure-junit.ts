import { attributes, escape } from "./xml.ts";

/** JUnit XML of a command that failed before it had anything to report: one test case, in error, so that no CI takes it for green. */
export function renderFailureJunit(
  command: string,
  outcome: string,
  { message, hint }: { readonly message: string; readonly hint: string | null },
): string {
  const name = `bigops ${command}`.trim();
  const counts = attributes({ tests: 1, failures: 0, errors: 1, skipped: 0, time: "0.000" });
  const [first = ""] = message.split("\n");
  const text = escape([message, ...(hint === null ? [] : [hint])].join("\n"));
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites ${attributes({ name: "bigops" })} ${counts}>`,
    `  <testsuite ${attributes({ name })} ${counts}>`,
    `    <testcase ${attributes({ name, classname: "bigops", time: "0.000" })}><error ${attributes({ message: first, type: outcome })}>${text}</error></testcase>`,
    `  </testsuite>`,
    `</testsuites>`,
    ``,
  ].join("\n");
}
