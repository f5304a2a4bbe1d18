import { describe, expect, test } from "vitest";
import { deadlines, isResting, wanted } from "../../../src/core/run/machine.ts";
import { alice } from "./sample-events.ts";
import { offered, type Story, troubled } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const failed = { type: "paged", step: 0, note: "page", ok: false, message: "refused (503)", again: true } as const;
const sent = { type: "paged", step: 0, note: "page", ok: true, message: "sent" } as const;
const acknowledged = { type: "acknowledged", by: alice } as const;
const session = (attendance: "wait" | "none" | "visitor") => ({ type: "session", session: "s2", attendance }) as const;

const pages = (story: Story) =>
  wanted(story.state).flatMap((effect) => (effect.type === "page" ? [`${effect.note} ${effect.target}`] : []));
const first = (story: Story) => story.state?.steps[0];
/** In how many seconds the first page or note is tried again; null: it is not. */
const again = (story: Story): number | null => {
  const found = deadlines(story.state).find(({ why }) => /^(paging|acknowledge for|resolve for) \w+ again$/.test(why));
  return found === undefined ? null : (found.atMs - story.atMs) / 1_000;
};
/** The page of the step that is due failed in a way that may pass. */
const notPaged = () => offered("wait").tell(600, woke).tell(0, failed);

describe("a page that failed in a way that may pass", () => {
  test("leaves its step waiting, with what was said, and goes again after 5, 10, 20, 40 s, then every minute", () => {
    const story = offered("wait").tell(600, woke);
    const pauses: (number | null)[] = [];
    for (const _ of [1, 2, 3, 4, 5, 6, 7]) {
      expect(pages(story)).toEqual(["page secondary"]);
      story.tell(0, failed);
      expect(first(story)).toMatchObject({ status: "waiting", message: "refused (503)" });
      pauses.push(again(story));
      story.tell((again(story) ?? 0) - 0.001, woke);
      expect(pages(story)).toEqual([]);
      story.tell(0.001, woke);
    }
    expect(pauses).toEqual([5, 10, 20, 40, 60, 60, 60]);
    expect(first(story.tell(0, sent))).toMatchObject({ status: "paged", message: "sent" });
    expect([pages(story), again(story)]).toEqual([[], null]);
  });

  test("is another effect each time: an answer to one is none to the next", () => {
    const story = offered("wait").tell(600, woke);
    const before = wanted(story.state).find(({ type }) => type === "page")?.id;
    story.tell(0, failed).tell(5, woke);
    expect(wanted(story.state).find(({ type }) => type === "page")?.id).not.toBe(before);
  });

  test("keeps its step for good once it is refused", () => {
    const { again: _, ...refused } = failed;
    const story = notPaged().tell(5, woke).tell(0, refused);
    expect([first(story)?.status, pages(story), again(story)]).toEqual(["failed", [], null]);
  });

  test("does not hold the next step up", () => {
    const story = offered("wait").tell(600, woke);
    for (let atMs = 0; atMs < 1_200; atMs += 60) story.tell(60, woke, failed).answer(troubled);
    expect(pages(story)).toContain("page manager");
  });

  test("ends with its acknowledgement", () => {
    const story = notPaged().tell(1, acknowledged).tell(60, woke);
    expect([first(story)?.status, pages(story), again(story)]).toEqual(["acknowledged", [], null]);
  });

  test("that comes to be known after the acknowledgement says so, and no more", () => {
    const story = offered("wait").tell(600, woke).tell(1, acknowledged).tell(1, failed).tell(60, woke);
    expect(first(story)).toMatchObject({ status: "acknowledged", message: "refused (503)" });
    expect(pages(story)).toEqual([]);
  });

  test("ends with the run", () => {
    const story = offered("wait").tell(590, woke).answer().tell(30, woke, failed).answer().tell(30, woke).answer();
    expect(story.state?.ended?.outcome).toBe("resolved");
    story.tell(60, woke);
    expect([first(story)?.status, pages(story), deadlines(story.state)]).toEqual(["cancelled", [], []]);
  });

  test("ends while nobody keeps the clock, and goes on with the next process", () => {
    const story = notPaged().tell(1, { type: "left", reason: "quit" }).tell(30, woke);
    expect([pages(story), again(story)]).toEqual([[], null]);
    expect(pages(story.tell(1, session("none")))).toEqual([]);
    expect(pages(story.tell(1, session("wait")))).toEqual(["page secondary"]);
  });

  test("goes at once when somebody asks for it, and then the next step does", () => {
    const now = { type: "escalated", by: alice } as const;
    const story = notPaged().tell(1, now);
    expect(pages(story)).toEqual(["page secondary"]);
    story.tell(0, failed);
    expect([pages(story), again(story)]).toEqual([[], 10]);
    expect(pages(story.tell(1, now))).toEqual(["page manager"]);
  });

  test("that was asked for and has no time of its own keeps the run open", () => {
    const story = offered("wait").tell(1, { type: "escalated", by: alice }).tell(0, failed);
    expect(again(story)).toBe(5);
    expect(pages(story.tell(5, woke))).toEqual(["page secondary"]);
  });

  test("for ten minutes is looked at once, as what is overdue is, and goes late", () => {
    const story = offered("wait").tell(600, woke);
    for (let seconds = 0; seconds <= 600; seconds += 60) story.tell(60, woke).answer(troubled).tell(0, failed);
    expect(first(story)?.recheck).toBe("done");
    story.tell(60, woke);
    expect(wanted(story.state)).toContainEqual(expect.objectContaining({ type: "page", note: "page", late: true }));
  });

  test("is looked at anew after a sleep", () => {
    const story = offered("wait").tell(600, woke).tell(700, woke).answer(troubled);
    expect(pages(story)).toEqual(["page secondary"]);
    story.tell(0, failed).tell(3_600, { type: "woke", jumpedMs: 3_600_000 });
    expect(pages(story)).toEqual([]);
    expect(pages(story.answer(troubled))).toContain("page secondary");
  });

  test("waits no longer for a clock that was set back by an hour", () => {
    const story = notPaged();
    story.tell(-3_600, { type: "woke", jumpedMs: -3_600_000 });
    expect(again(story)).toBe(5);
  });
});

describe.each(["acknowledge", "resolve"] as const)("a note (%s) that failed in a way that may pass", (note) => {
  const untold = { type: "paged", step: 0, note, ok: false, message: "refused (503)", again: true } as const;
  /** Paged, and acknowledged or resolved. */
  function paged(): Story {
    if (note === "acknowledge") return offered("wait").tell(600, woke, sent).tell(1, acknowledged);
    const story = offered("wait").tell(540, woke).answer().tell(30, woke).answer().tell(30, woke);
    return story.tell(0, sent).answer();
  }

  test("is tried again five times in all, and then called untold", () => {
    const story = paged();
    const pauses: (number | null)[] = [];
    for (const _ of [1, 2, 3, 4]) {
      expect(pages(story)).toEqual([`${note} secondary`]);
      story.tell(0, untold);
      pauses.push(again(story));
      expect([pages(story), isResting(story.state)]).toEqual([[], false]);
      story.tell(again(story) ?? 0, woke);
    }
    expect(pauses).toEqual([5, 10, 20, 40]);
    story.tell(0, untold).tell(600, woke);
    expect([pages(story), again(story)]).toEqual([[], null]);
    expect(first(story)).toMatchObject({ status: "paged", notes: { [note]: { kind: "failed" } } });
  });

  test("is told once", () => {
    const story = paged().tell(0, untold).tell(5, woke);
    story.tell(0, { type: "paged", step: 0, note, ok: true, message: "told" }).tell(600, woke);
    expect([pages(story), again(story)]).toEqual([[], null]);
    expect(first(story)?.notes[note]).toEqual({ kind: "told" });
  });

  test("is refused once", () => {
    const { again: _, ...refused } = untold;
    const story = paged().tell(0, refused).tell(600, woke);
    expect([pages(story), again(story), first(story)?.notes[note].kind]).toEqual([[], null, "failed"]);
  });

  test("waits no longer for a clock that was set back by an hour", () => {
    expect(again(paged().tell(0, untold).tell(-3_600, woke))).toBe(5);
  });
});

test("who only comes to acknowledge stays until it was told, or five times was not", () => {
  const story = offered("wait").tell(600, woke, sent).tell(1, { type: "left", reason: "quit" });
  story.tell(1, session("visitor"), acknowledged);
  story.tell(0, { type: "paged", step: 0, note: "acknowledge", ok: false, message: "no answer", again: true });
  expect([isResting(story.state), again(story)]).toEqual([false, 5]);
  story.tell(5, woke).tell(0, { type: "paged", step: 0, note: "acknowledge", ok: true, message: "told" });
  expect([isResting(story.state), again(story)]).toEqual([true, null]);
});
