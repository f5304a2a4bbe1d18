import { expect, test } from "vitest";
import { judgeLogs } from "../../src/probes/logs/judge-logs.ts";

/** An error in the platform's format, as the cluster serves it. */
function line(message: string): string {
  return `2026-11-22T03:06:40.000000000Z ${JSON.stringify({ timestamp: "2026-11-22T03:06:39.999Z", level: "ERROR", service: "feature-api", message, context: { namespace: "search" } })}`;
}

function observe(text: string): Readonly<Record<string, unknown>> {
  const log = { pod: "feature-api-0", previous: false, text, cut: false, older: false };
  return judgeLogs({ pods: 1, logs: [log], unread: [], sinceMs: 600_000 }, 5).observed;
}

// Apart from the judge's other tests, which take no time.
test("two hundred thousand errors, of one sentence or of as many as there are lines, are judged in seconds", () => {
  const began = performance.now();
  const word = (index: number) => index.toString(2).replaceAll("0", "a").replaceAll("1", "b");
  const same = Array.from({ length: 200_000 }, (_, index) => line(`lookup of ${index} failed`)).join("\n");
  const others = Array.from({ length: 20_000 }, (_, index) =>
    line(`${word(index)} of ${word(index)} is ${word(index)}`),
  );
  expect(observe(same)).toMatchObject({ patterns: [{ template: "lookup of <*> failed", count: 200_000 }] });
  expect(observe(others.join("\n"))).toMatchObject({ errors: 20_000 });
  expect(performance.now() - began).toBeLessThan(30_000);
});
