import { expect, test } from "vitest";
import { kubernetesLogs } from "../../../src/probes/kubernetes-logs.ts";
import type { LogFacts } from "../../../src/probes/logs/log-facts.ts";

const args = kubernetesLogs.args.parse({ deployment: "feature-api" });
const line = (level: string) => JSON.stringify({ timestamp: "2026-11-22T03:06:39Z", level, message: "Lookup" });

function verdict(
  expect: { readonly fail?: string; readonly pass?: string },
  read: string,
  unread: LogFacts["unread"],
  longer: { readonly cut?: boolean; readonly older?: boolean } = {},
) {
  const logs = [{ pod: "a", previous: false, text: `${read}\n${read}\n`, cut: false, older: false, ...longer }];
  const facts = { pods: 1 + unread.length, logs, unread, sinceMs: 600_000 };
  const conditions = { fail: expect.fail ?? null, pass: expect.pass ?? null, warn: null };
  return kubernetesLogs.judge(facts, args, { nowMs: 0, expect: conditions }).verdict;
}

const refused = [{ pod: "b", reason: "not allowed (403)" }];

test("a condition passes on all logs, not on some of them", () => {
  expect(verdict({ fail: "errors > 0" }, line("INFO"), [])).toBe("pass");
  expect(verdict({ fail: "errors > 0" }, line("INFO"), refused)).toBe("inconclusive");
  expect(verdict({ pass: "errors == 0" }, line("INFO"), refused)).toBe("inconclusive");
});

test.each([{ cut: true }, { older: true }])("nor on the newest part of a log: %j", (longer) => {
  expect(verdict({ fail: "errors > 0" }, line("INFO"), [], longer)).toBe("inconclusive");
  expect(verdict({ pass: "errors == 0" }, line("INFO"), [], longer)).toBe("inconclusive");
  expect(verdict({ fail: "errors > 0" }, line("ERROR"), [], longer)).toBe("fail");
  expect(verdict({}, line("INFO"), [], longer)).toBe("pass");
});

test("what some logs show is shown, whatever the others hold", () => {
  expect(verdict({ fail: "errors > 0" }, line("ERROR"), refused)).toBe("fail");
});

test("without a condition logs are evidence, and some are some", () => {
  expect(verdict({}, line("INFO"), refused)).toBe("pass");
});
