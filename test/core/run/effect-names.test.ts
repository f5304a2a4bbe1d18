import { describe, expect, test } from "vitest";
import type { Effect } from "../../../src/core/run/effect.ts";
import { apply, start, wanted } from "../../../src/core/run/machine.ts";
import { handedOver, takenOver } from "./handed-over.ts";
import { alice, plan } from "./sample-events.ts";
import { offered, Story } from "./story.ts";

const woke = { type: "woke", jumpedMs: 0 } as const;
const both = { orders: "fail", stock: "fail" } as const;

describe("one name stands for one effect", () => {
  /** Every effect of a story, as often as it is wanted. */
  function effectsOf(story: Story): readonly Effect[] {
    let state = start();
    return story.events.flatMap((event) => wanted((state = apply(state, event))));
  }

  function clashes(story: Story): readonly string[] {
    const told = new Map<string, Set<string>>();
    for (const { id, ...effect } of effectsOf(story))
      told.set(id, (told.get(id) ?? new Set()).add(JSON.stringify(effect)));
    return [...told].filter(([id, effects]) => id === "" || effects.size > 1).map(([id]) => id);
  }

  test("from the diagnosis to the proof of a change and its undo, with two proposals and two writes", () => {
    const two = plan("uid-1", 2);
    const story = new Story().answer(both).plan(two).approve().answer(both).plan(two).applied();
    const second = { proposal: "rollback", write: "2", attempt: 1 } as const;
    story.tell(0, { type: "intended", ...second, resourceVersion: "8", notAfterMs: story.atMs + 5_000, detail: {} });
    story.tell(0, { type: "received", ...second, receipt: { outcome: "conflict", message: "409" } });
    const third = { ...second, attempt: 2 };
    story.tell(0, { type: "intended", ...third, resourceVersion: "9", notAfterMs: story.atMs + 5_000, detail: {} });
    story.tell(0, { type: "received", ...third, receipt: { outcome: "lost", message: "reset" } });
    story.tell(20, { type: "reconciled", ...third, found: "applied", message: "" }).completed();
    for (const _ of [1, 2]) story.tell(15, woke).answer().completed();
    story.tell(1, { type: "undo-requested", proposal: "rollback", by: alice }).plan();
    expect(clashes(story)).toEqual([]);
  });

  test("each try of a page, and of its note", () => {
    const story = offered("wait").tell(600, woke);
    const failed = { type: "paged", step: 0, note: "page", ok: false, message: "503", again: true } as const;
    const untold = { ...failed, note: "acknowledge" } as const;
    const names: string[] = [];
    const nameIt = () => names.push(...wanted(story.state).flatMap(({ type, id }) => (type === "page" ? [id] : [])));
    nameIt();
    for (const pause of [5, 10]) {
      story.tell(0, failed).tell(pause, woke);
      nameIt();
    }
    story.tell(0, { ...failed, ok: true }, { type: "acknowledged", by: alice });
    nameIt();
    for (const pause of [5, 10]) {
      story.tell(0, untold).tell(pause, woke);
      nameIt();
    }
    expect(names).toHaveLength(6);
    expect(new Set(names).size).toBe(6);
  });

  test("each process that goes on elsewhere tells the older runs itself", () => {
    const story = offered();
    const { atMs: _, ...body } = handedOver(story.atMs);
    story.tell(1, body);
    const fences = ["b1", "b2"].map((session) => {
      story.tell(1, { type: "session", session, attendance: "wait" });
      return wanted(story.state).find(({ type }) => type === "fence");
    });
    expect(fences).toMatchObject([{ epoch: 2 }, { epoch: 2 }]);
    expect(new Set(fences.map((fence) => fence?.id)).size).toBe(2);
    expect(takenOver(offered()).wants).not.toContain("fence");
  });
});
