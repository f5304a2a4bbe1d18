import { describe, expect, test } from "vitest";
import { documentOf } from "../../../src/core/document/document-of.ts";
import { started } from "../run/sample-events.ts";
import { offered, Story, troubled } from "../run/story.ts";
import { startedWith, told, woke } from "./told.ts";

test("a run's head says what runs where, by whom and since when", () => {
  const environment = { name: "live", protected: true, readOnly: false, place: "live/shop", cluster: "https://live" };
  const begun = startedWith({}, { id: "sd-0009", environment, mode: "drill", parameters: { shop: "north" } });
  const { schema, run } = told(new Story("none", begun));
  expect(schema).toBe("bigops.run/v1");
  expect(run).toEqual({
    id: "sd-0009",
    runbook: "shop-down",
    title: "Shop down",
    severity: "P1",
    environment: "live",
    place: "live/shop",
    mode: "drill",
    parameters: { shop: "north" },
    operator: "alice@laptop",
    startedAt: "2026-01-15T03:00:00.000Z",
    endedAt: null,
    recorded: true,
    abandoned: false,
    protected: true,
    readOnly: false,
    origin: null,
    successor: null,
  });
});

test("when it ended is said once it has", () => {
  const story = new Story("none").tell(7.5, woke).answer();
  expect(told(story).run.endedAt).toBe("2026-01-15T03:00:07.500Z");
  expect(told(story.tell(60, woke)).run.endedAt).toBe("2026-01-15T03:00:07.500Z");
});

// By the interface's table of exit codes.
test.each([
  ["healthy", 0, () => new Story("none").answer()],
  ["problem", 1, () => new Story("none", started("dry-run")).answer(troubled).plan()],
  ["inconclusive", 3, () => new Story("none").answer({ stock: "error" })],
  ["awaiting-approval", 4, () => offered("none")],
  ["refused", 7, () => offered("none").tell(1, { type: "superseded", by: successor })],
  ["interrupted", 130, () => offered("terminal").tell(1, { type: "left", reason: "interrupted" })],
] as const)("%s ends with code %i", (outcome, exitCode, story) => {
  expect(told(story())).toMatchObject({ outcome, exitCode });
});

const successor = { run: "sd-0002", user: "bob", host: "desk", epoch: 2 };

test("who goes on with it elsewhere is said", () => {
  expect(told(offered("none").tell(1, { type: "superseded", by: successor })).run.successor).toEqual(successor);
});

describe("a run whose journal could not be written", () => {
  const unrecorded = (story: Story) => {
    if (story.state === null) throw new Error("the run has not begun");
    return documentOf(story.state, { recorded: false });
  };

  test("awaits no approval: nobody could give one later, so it is a problem that was found", () => {
    const story = offered("none");
    expect(told(story).proposals[0]?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(told(story).proposals[0]?.expiresAt).toBe("2026-01-15T03:30:00.000Z");
    const document = unrecorded(story);
    expect(document).toMatchObject({ outcome: "problem", exitCode: 1, run: { recorded: false } });
    expect(document.proposals).toEqual([{ ...told(story).proposals[0], digest: null, expiresAt: null }]);
  });

  test("stands otherwise as it stands", () => {
    expect(unrecorded(new Story("none").answer()).outcome).toBe("healthy");
  });
});

describe("what the diagnosis found", () => {
  test("is nothing before it is complete", () => {
    expect(told(new Story("none"))).toMatchObject({ causes: [], unexplained: [], outcome: "inconclusive" });
  });

  test("are the causes that hold, each with its sentence, not those that do not or cannot be told", () => {
    const found = told(new Story("none").answer({ orders: "fail", stock: "error" }));
    const cause = { id: "bad-release", title: "A bad release", because: "orders fail after a release" };
    expect([found.causes, found.unexplained]).toEqual([[cause], []]);
    expect(told(new Story("none").answer({ orders: "fail", stock: "fail" })).causes.map(({ id }) => id)).toEqual([
      "bad-release",
      "empty-stock",
    ]);
  });

  test("is said to be unexplained where no cause explains a failing symptom", () => {
    const found = told(new Story("none").answer({ orders: "fail", release: "fail" }));
    expect([found.causes, found.unexplained]).toEqual([[], ["orders"]]);
  });
});
