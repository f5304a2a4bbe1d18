import { describe, expect, test } from "vitest";
import { documentOf } from "../../../src/core/document/document-of.ts";
import { apply, start } from "../../../src/core/run/machine.ts";
import { alice, started } from "../run/sample-events.ts";
import { offered, Story, troubled } from "../run/story.ts";
import { startedWith, told, woke } from "./told.ts";

const chain = (story: Story) => told(story).escalation;
const first = (story: Story) => chain(story)[0];
const acknowledged = { type: "acknowledged", by: alice } as const;
const paged = (ok: boolean, message: string) => ({ type: "paged", step: 0, note: "page", ok, message }) as const;
const again = { ...paged(false, "refused (503)"), again: true } as const;
const untold = (note: "acknowledge" | "resolve", message: string) =>
  ({ type: "paged", step: 0, note, ok: false, message }) as const;
/** The first page is due. */
const due = () => offered("wait").tell(600, woke);
/** Somebody was paged, and the trouble went away by itself. */
function gone(): Story {
  const story = offered("wait").tell(540, woke).answer().tell(30, woke).answer().tell(30, woke);
  return story.tell(0, paged(true, "sent")).answer();
}

test("each step says whom it pages and after how long, or on what condition", () => {
  const nothing = { message: null, againAt: null, problem: null, status: "waiting" };
  const escalation = [
    { afterMs: 600_000, when: null, page: "secondary" },
    { afterMs: 5_400_000, when: null, page: "manager" },
    { afterMs: null, when: "stock.fail", page: "vendor" },
  ];
  const story = new Story("wait", startedWith({ escalation }));
  const byTime = [
    { after: "10m", page: "secondary", dueAt: "2026-01-15T03:10:00.000Z", ...nothing },
    { after: "1h30m", page: "manager", dueAt: "2026-01-15T04:30:00.000Z", ...nothing },
  ];
  expect(chain(story)).toEqual([...byTime, { when: "stock.fail", page: "vendor", dueAt: null, ...nothing }]);
  story.tell(5, woke).answer({ stock: "fail" });
  expect(chain(story)[2]).toMatchObject({ when: "stock.fail", dueAt: "2026-01-15T03:00:05.000Z" });
});

// What the interface says of a step: unattended means that no process keeps its clock.
test.each([
  ["waiting", null, () => offered("wait")],
  ["unattended", null, () => offered("none")],
  ["unattended", null, () => offered("wait").tell(1, { type: "left", reason: "quit" })],
  ["paged", "sent", () => due().tell(1, paged(true, "sent"))],
  ["paged", "sent", () => due().tell(1, paged(true, "sent"), { type: "left", reason: "quit" })],
  ["failed", "no such service", () => due().tell(1, paged(false, "no such service"))],
  ["acknowledged", null, () => offered("wait").tell(1, acknowledged)],
  ["cancelled", null, () => new Story("wait").answer()],
] as const)("%s, of which is said %j", (status, message, story) => {
  expect(first(story())).toMatchObject({ status, message });
});

test("no process has taken the run yet: unattended, and nothing is known against it", () => {
  const state = apply(start(), started());
  if (state === null) throw new Error("the run has not begun");
  expect(documentOf(state).escalation[0]).toMatchObject({ status: "unattended", problem: null });
});

describe("what the pager could not be told afterwards", () => {
  test("is said behind what came of the page", () => {
    const story = due().tell(1, paged(true, "sent"), acknowledged);
    expect(first(story)?.message).toBe("sent");
    expect(first(story.tell(1, untold("acknowledge", "no key")))?.message).toBe(
      "sent; not told of the acknowledgement: no key",
    );
    expect(first(gone().tell(1, untold("resolve", "no answer")))?.message).toBe("sent; not told of the end: no answer");
  });

  test("is said while it is tried again, and no longer once it was told", () => {
    const story = due().tell(1, paged(true, "sent"), acknowledged);
    story.tell(1, { ...untold("acknowledge", "refused (503)"), again: true });
    expect(first(story)?.message).toBe("sent; not told of the acknowledgement: refused (503)");
    story.tell(5, { type: "paged", step: 0, note: "acknowledge", ok: true, message: "told" });
    expect(first(story)?.message).toBe("sent");
  });
});

describe("a page that failed in a way that may pass", () => {
  test("waits, with why it failed and when it goes again", () => {
    expect(first(due())?.againAt).toBeNull();
    expect(first(due().tell(0, again))).toMatchObject({
      status: "waiting",
      message: "refused (503)",
      againAt: "2026-01-15T03:10:05.000Z",
    });
  });

  test.each([
    ["somebody acknowledged it", () => due().tell(0, again, acknowledged)],
    ["nobody keeps the clock", () => due().tell(0, again, { type: "left", reason: "quit" })],
    ["it was sent after all", () => due().tell(0, again).tell(5, paged(true, "sent"))],
  ] as const)("does not go again once %s", (_, story) => {
    expect(first(story())?.againAt).toBeNull();
  });
});

test("who cannot be paged from here is said of that step only", () => {
  const session = {
    type: "session",
    session: "s2",
    attendance: "terminal",
    unpageable: { manager: "no key" },
  } as const;
  const story = new Story("terminal").tell(0, session).answer(troubled);
  expect(chain(story).map(({ problem }) => problem)).toEqual([null, "no key"]);
  expect(chain(story.tell(1, acknowledged)).map(({ problem }) => problem)).toEqual([null, null]);
});
