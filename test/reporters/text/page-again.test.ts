import { expect, test } from "vitest";
import { pageMilestone } from "../../../src/cli/screen/page-milestone.ts";
import { documentOf } from "../../../src/core/document/document-of.ts";
import type { EventOf } from "../../../src/core/run/event.ts";
import { escalationSection } from "../../../src/reporters/text/escalation-section.ts";
import { watchProgress } from "../../../src/reporters/text/watch-progress.ts";
import { alice } from "../../core/run/sample-events.ts";
import { offered, type Story } from "../../core/run/story.ts";
import { view } from "../view.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const page = { type: "paged", step: 0, note: "page", ok: false, message: "refused (503)", again: true } as const;
const { again: _, ...refused } = page;
const sent = { ...refused, ok: true, message: "sent" } as const;
const untold = { ...page, note: "acknowledge" } as const;
const due = () => offered("wait").tell(600, woke);

/** The first line of the section, so many seconds later. */
function line(story: Story, laterSeconds = 0): string | undefined {
  if (story.state === null) throw new Error("no run");
  const text = escalationSection(
    documentOf(story.state),
    view({ nowMs: story.atMs + laterSeconds * 1_000, width: 120 }),
  );
  return text?.split("\n")[0]?.trim().replaceAll(/\s+/g, " ");
}

/** The line that stays for it. */
function milestone(story: Story, body: Omit<EventOf<"paged">, "atMs">): string {
  story.tell(0, body);
  if (story.state === null) throw new Error("no run");
  return pageMilestone({ ...body, atMs: story.atMs }, story.state);
}

test("a page that goes again is told with why and when", () => {
  const story = due();
  expect(milestone(story, page)).toBe("secondary not paged yet, again in 5 s: refused (503)");
  expect(line(story)).toBe("Escalation secondary not paged yet, again in 5 s: refused (503)");
  // Its time has passed, and nothing was heard of it.
  expect(line(story, 6)).toBe("Escalation secondary not paged yet: refused (503)");
  expect(story.state === null ? [] : watchProgress(story.state, { ...view(), nowMs: story.atMs })).toContainEqual(
    expect.stringMatching(/^secondary is not paged yet, again in 5 s; bigops ack \S+ stops it$/),
  );
});

test("where nobody keeps the clock no further page is promised", () => {
  const story = due().tell(0, page).tell(1, { type: "left", reason: "quit" });
  expect(line(story)).toBe("Escalation secondary not paged, unattended: refused (503)");
  expect(line(due().tell(0, page).tell(1, { type: "acknowledged", by: alice }))).toBe(
    "Escalation secondary not paged (acknowledged): refused (503)",
  );
});

test("a page that is refused, or comes to be known after the acknowledgement, goes no more", () => {
  expect(milestone(due(), refused)).toBe("secondary could not be paged: refused (503)");
  const story = due().tell(1, { type: "acknowledged", by: alice });
  expect(milestone(story, page)).toBe("secondary could not be paged: refused (503)");
});

test("what a pager is not told of is said", () => {
  const story = due().tell(0, sent).tell(1, { type: "acknowledged", by: alice });
  expect(milestone(story, untold)).toBe("secondary not told of the acknowledgement yet, again in 5 s: refused (503)");
  expect(line(story)).toBe("Escalation secondary paged: sent; not told of the acknowledgement: refused (503)");
  for (const _turn of [1, 2, 3]) story.tell(60, untold);
  expect(milestone(story, untold)).toBe("secondary could not be told of the acknowledgement: refused (503)");
  expect(line(story)).toBe("Escalation secondary paged: sent; not told of the acknowledgement: refused (503)");
});
