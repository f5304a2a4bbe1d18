import { describe, expect, test } from "vitest";
import type { CheckResult } from "../../../src/core/check/check-result.ts";
import type { Json } from "../../../src/core/json.ts";
import { boundedEvent } from "../../../src/core/run/bounded-event.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { MAX_LINE_BYTES } from "../../../src/drivers/local/journal/journal-line.ts";
import { plan, result, START_MS } from "./sample-events.ts";
import { WHOLE_EVENTS } from "./whole-events.ts";

const pods = Array.from({ length: 50_000 }, (_, index) => ({ name: `feature-api-${index}`, reason: "OOMKilled" }));
/** Three bytes a character, or escaped to six: the longest that a text can become. */
const wide = "測".repeat(400_000);
let deep: Json = "x".repeat(100);
for (let depth = 0; depth < 8; depth += 1) deep = Array.from({ length: 4 }, () => deep);

function checked(fields: Partial<CheckResult>): CheckResult {
  const event: RunEvent = {
    type: "checked",
    atMs: START_MS,
    round: "diagnosis-1",
    check: "pods",
    result: { ...result("fail", START_MS), ...fields },
  };
  const bounded = boundedEvent(event);
  expect(new TextEncoder().encode(JSON.stringify(bounded)).length).toBeLessThan(MAX_LINE_BYTES - 1_000);
  if (bounded.type !== "checked") throw new Error("another event");
  return bounded.result;
}

describe("what was seen", () => {
  test("is recorded as it is where it fits", () => {
    const fields = { observed: { total: 4, unhealthy: pods.slice(0, 20) }, notes: ["2 of 4 pods readable"] };
    expect(checked(fields)).toEqual({ ...result("fail", START_MS), ...fields });
  });

  test("keeps its verdict, its numbers and the first entries of a long list, and says how many", () => {
    const { verdict, observed, notes } = checked({ observed: { total: 50_000, unhealthy: pods }, notes: ["seen"] });
    expect([verdict, observed["total"], observed["unhealthy"]]).toEqual(["fail", 50_000, pods.slice(0, 1_000)]);
    expect(notes).toEqual(["seen", "too large to be recorded whole; kept: 1000 of 50000 unhealthy"]);
  });

  test("is cut in its evidence and its texts as well", () => {
    const evidence = pods.map(({ name }) => ({ what: name, value: wide.slice(0, 5_000) }));
    const cut = checked({ evidence, summary: wide, equivalent: wide, notes: [wide], flip: wide, expected: wide });
    expect(cut.evidence).toHaveLength(50);
    expect(cut.summary).toMatch(/^測{1999}…$/u);
    expect(cut.notes.at(-1)).toBe("too large to be recorded whole; kept: 50 of 50000 evidence");
  });

  test("decides nothing where nothing of it can be kept", () => {
    const keys = Object.fromEntries(
      Array.from({ length: 3_000 }, (_, index) => [`key-${index}`, wide.slice(0, 1_999)]),
    );
    const { verdict, observed } = checked({ observed: { keys } });
    expect([verdict, Object.keys(observed["keys"] as object).length]).toEqual(["fail", 50]);
    const nothing = checked({ observed: { deep } });
    expect([nothing.verdict, nothing.observed]).toEqual(["inconclusive", {}]);
    expect(nothing.notes[0]).toMatch(/^what was observed is too large to be recorded/);
  });

  test("and an error's words", () => {
    const error = { code: "invalid", message: wide, hint: wide };
    expect(checked({ error }).error?.message.length).toBe(2_000);
  });
});

const about = { proposal: "rollback", stage: "propose", recheck: 0 } as const;

/** As JSON it is just so long. */
function planOf(length: number): RunEvent {
  const made = plan();
  const summary = "x".repeat(length - JSON.stringify({ ...made, summary: "" }).length);
  return { type: "planned", atMs: START_MS, ...about, plan: { ...made, summary } };
}

test("a plan of a quarter of a million characters is recorded, and one more is too much: that and what to do is said", () => {
  expect(boundedEvent(planOf(250_000))).toEqual(planOf(250_000));
  const reason =
    "the change to Deployment shop is too large to be recorded (250001 characters of at most 250000); make it by hand";
  expect(boundedEvent(planOf(250_001))).toEqual({ type: "plan-failed", atMs: START_MS, ...about, reason });
});

test("a plan that does not fit is not offered: what is sent is what was recorded", () => {
  const made = plan();
  const writes = made.writes.map((write) => ({ ...write, body: wide }));
  const event = boundedEvent({ type: "planned", atMs: START_MS, ...about, plan: { ...made, writes } });
  expect(event).toMatchObject({ type: "plan-failed", ...about });
  expect(event).toHaveProperty("reason", expect.stringContaining("too large to be recorded"));
  const fits: RunEvent = { type: "planned", atMs: START_MS, ...about, plan: made };
  expect(boundedEvent(fits)).toEqual(fits);
});

test.each<RunEvent>([
  { type: "plan-failed", atMs: 1, proposal: "p", stage: "propose", recheck: 0, reason: wide },
  { type: "withheld", atMs: 1, proposal: "p", write: "1", attempt: 1, reason: wide },
  { type: "reconciled", atMs: 1, proposal: "p", write: "1", attempt: 1, found: "unknown", message: wide },
  { type: "received", atMs: 1, proposal: "p", write: "1", attempt: 1, receipt: { outcome: "lost", message: wide } },
  { type: "paged", atMs: 1, step: 0, note: "page", ok: false, message: wide },
  { type: "leased", atMs: 1, proposal: "p", lease: { outcome: "unavailable", reason: wide } },
  {
    type: "progressed",
    atMs: 1,
    proposal: "p",
    progress: { complete: false, completedAtMs: null, failed: wide, summary: wide },
  },
])("the words of $type are cut, and nothing else of it is touched", (event) => {
  const cut = JSON.stringify(event).replaceAll(wide, `${"測".repeat(3_999)}…`);
  expect(boundedEvent(event)).toEqual(JSON.parse(cut));
});

test.each(Object.values(WHOLE_EVENTS).flat() as readonly RunEvent[])(
  "of an event of any kind that fits all is kept ($type)",
  (event) => {
    expect(boundedEvent(event)).toEqual(event);
  },
);

const withheld = (reason: string): RunEvent => ({
  type: "withheld",
  atMs: 1,
  proposal: "p",
  write: "1",
  attempt: 1,
  reason,
});

test("words of up to 4,000 characters are recorded as they were said, line by line; longer ones are one line of that length", () => {
  const said = `a\nb${"x".repeat(3_997)}`;
  expect(boundedEvent(withheld(said))).toEqual(withheld(said));
  expect(boundedEvent(withheld(`${said}x`))).toEqual(withheld(`a b${"x".repeat(3_996)}…`));
});

const sent = { proposal: "p", write: "1", attempt: 1 };

test.each<RunEvent>([
  // What a receipt says is what an undo goes by.
  {
    type: "received",
    atMs: 1,
    ...sent,
    receipt: { outcome: "applied", atMs: 1, resourceVersion: "8", detail: { job: wide.slice(0, 5_000) } },
  },
  { type: "received", atMs: 1, ...sent, receipt: { outcome: "rejected", message: "422" } },
  { type: "leased", atMs: 1, proposal: "p", lease: { outcome: "unavailable", reason: "403" } },
  { type: "leased", atMs: 1, proposal: "p", lease: { outcome: "released" } },
  {
    type: "progressed",
    atMs: 1,
    proposal: "p",
    progress: { complete: false, completedAtMs: null, failed: null, summary: "1 of 3" },
  },
])("what fits stays as it is ($type)", (event) => {
  expect(boundedEvent(event)).toEqual(event);
});
