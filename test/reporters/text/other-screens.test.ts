import { describe, expect, it } from "vitest";
import { renderClosing } from "../../../src/reporters/text/closing.ts";
import { renderDetails } from "../../../src/reporters/text/details.ts";
import { renderRuns } from "../../../src/reporters/text/runs-table.ts";
import { renderScreen } from "../../../src/reporters/text/screen.ts";
import { renderWhy } from "../../../src/reporters/text/why.ts";
import { badRollout, check, crowded, document, forbidden, proposal, resolved, STARTED_AT, step } from "../documents.ts";
import type { ProposalEntry } from "../../../src/core/document/run-document.ts";
import { view } from "../view.ts";

describe("why", () => {
  const atMs = Date.parse(STARTED_AT) + 10_000;

  it("says that checks were looked at again after the diagnosis that the causes are of", () => {
    const told = (seconds: number) => {
      const startedAt = new Date(Date.parse(STARTED_AT) + seconds * 1000).toISOString();
      const checks = [check("pods", { startedAt })];
      return renderWhy(document({ checks }), null, { atMs, causes: ["cause restart holds"] }, view());
    };
    expect(told(20)).toMatch(
      /checks were looked at again since; the causes are those of the diagnosis at\s+\d\d:\d\d:\d\d:\n\ncause restart holds/,
    );
    expect(told(1)).not.toContain("again since");
  });

  it("shows sample, limit, vantage and what would have flipped it", async () => {
    await expect(renderWhy(badRollout, "error-rate", null, view())).toMatchFileSnapshot(
      "transcripts/why.error-rate.80.txt",
    );
  });

  it("gives the next step of what could not be told", async () => {
    await expect(
      renderWhy(forbidden, null, { atMs, causes: ["Cause pods-unhealthy: unknown"] }, view()),
    ).toMatchFileSnapshot("transcripts/why.forbidden.80.txt");
  });

  it("is bounded, and lets nothing through to the terminal", () => {
    const notes = Array.from({ length: 200 }, (_, index) => `\u001B[2Jnote ${index}`);
    const text = renderWhy(
      document({ checks: [check("logs", { notes })] }),
      null,
      { atMs, causes: ["\u009B31mred"] },
      view(),
    );
    expect(text.split("\n").length).toBeLessThan(70);
    expect(text).toContain("note 49\n");
    expect(text).toContain("and 150 more (all in --output json)");
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
  });
});

describe("the details of a proposal", () => {
  const restartedAt = "2026-11-22T02:05:00Z";
  const write = {
    id: "1",
    method: "PATCH" as const,
    path: "/apis/apps/v1/namespaces/ml/deployments/feature-api",
    contentType: "application/json-patch+json",
    body: [{ op: "replace", path: "/spec/template", value: { restartedAt, note: "\u001B[31mred" } }],
    object: "deployment/feature-api in namespace ml",
  };
  const long = { a: Array.from({ length: 100 }, (_, index) => `entry ${index}`) };
  const full = proposal("rollback", {
    plan: { ...proposal("").plan, writes: [write], changes: [{ path: "env", from: long, to: { a: ["entry 0"] } }] },
  });

  it("show the exact writes: no time made local, nothing shortened, nothing wrapped", () => {
    const text = renderDetails(full, view({ width: 40 }));
    expect(text).toContain("write 1: PATCH /apis/apps/v1/namespaces/ml/deployments/feature-api\n");
    expect(text).toContain(`"restartedAt": "${restartedAt}"`);
    expect(text).toContain(full.digest ?? "no digest");
    expect(text.match(/^ {2}- +"entry \d+",?$/gm)?.length).toBeGreaterThanOrEqual(99);
    expect(text).not.toContain("…");
  });

  it("show a change by its lines", () => {
    const text = renderDetails(proposal("rollback"), view());
    expect(text).toContain("change image\n  - feature-api:2.4.1\n  + feature-api:2.4.0\n");
    const added = renderDetails(
      proposal("x", { plan: { ...proposal("").plan, changes: [{ path: "paused", from: null, to: true }] } }),
      view(),
    );
    expect(added).toContain("change paused\n  + true\n");
  });

  it("let nothing through to the terminal", () => {
    expect(renderDetails(full, view())).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
  });
});

describe("the list of runs", () => {
  it("shows open runs first, then the newest, with what is overdue", () => {
    const nowMs = Date.parse(STARTED_AT) + 11 * 60_000;
    const ended = document({
      ...resolved,
      run: { ...resolved.run, id: "fsd-old1", startedAt: "2026-11-22T01:00:00.000Z" },
    });
    const newer = document({
      run: { id: "fsd-new2", endedAt: "2026-11-22T02:15:00.000Z", startedAt: "2026-11-22T02:14:00.000Z" },
    });
    const open = document({ ...badRollout, escalation: [step("secondary", "2026-11-22T02:19:12.000Z")] });
    const lines = renderRuns([ended, newer, open], [], view({ nowMs })).trimEnd().split("\n");
    expect(lines[0]).toMatch(/^RUN +STATE +OUTCOME +RUNBOOK +ENVIRONMENT +STARTED \(UTC\+1\)$/);
    expect(lines.slice(1).map((line) => line.split(/ +/).slice(0, 2))).toEqual([
      ["fsd-7k2m", "open"],
      ["fsd-new2", "ended"],
      ["fsd-old1", "ended"],
    ]);
    expect(lines[1]).toContain("secondary overdue by 1 min");
  });

  it("says who looks after an open run", () => {
    const acknowledged = { by: "ada", host: "desk", at: STARTED_AT };
    const told = (endedAt: string | null) =>
      renderRuns(
        [document({ ...badRollout, acknowledged, run: { ...badRollout.run, endedAt } })],
        [],
        view({ width: 160 }),
      );
    expect(told(null)).toContain("acknowledged by ada@desk");
    expect(told(STARTED_AT)).not.toContain("acknowledged");
  });

  it("says of which run no process keeps the clock", () => {
    const abandoned = document({ ...badRollout, run: { ...badRollout.run, abandoned: true } });
    expect(renderRuns([abandoned], [], view({ width: 160 }))).toContain("no process holds it");
    expect(renderRuns([document(badRollout)], [], view({ width: 160 }))).not.toContain("no process holds it");
  });

  it("shows what cannot be read after what is open, and says neither of it", () => {
    const open = document(badRollout);
    const ended = document({ ...resolved, run: { ...resolved.run, id: "fsd-old1" } });
    const unread = [{ id: "fsd-older", why: "of another version" }];
    const lines = renderRuns([ended, open], unread, view()).trimEnd().split("\n");
    expect(lines.slice(1).map((line) => line.split(/ {2,}/).slice(0, 3))).toEqual([
      ["fsd-7k2m", "open", expect.any(String)],
      ["fsd-older", "unread", "of another version"],
      ["fsd-old1", "ended", expect.any(String)],
    ]);
    expect(renderRuns([], unread, view())).toContain("fsd-older");
  });

  it("says how to begin where there are none", () => {
    expect(renderRuns([], [], view())).toBe(
      "no runs yet; start one with: bigops run feature-store-down --env sandbox\n",
    );
  });
});

describe("a run whose offer has lapsed", () => {
  const reason = "nobody approved it in time";
  const lapsed = document({
    ...badRollout,
    outcome: "problem",
    exitCode: 1,
    proposals: [proposal("rollback", { status: "expired", reason })],
  });

  it("offers nothing to approve, and says how to have it proposed anew", () => {
    const text = renderScreen(lapsed, { verbose: false, ending: true }, view());
    expect(text).toContain("    state       expired: nobody approved it in time\n");
    expect(text).not.toContain("--approve");
    expect(text).toContain("  look again, and propose anew: bigops resume fsd-7k2m\n");
  });

  it("goes on as ever where something else waits, or was approved", () => {
    const approval = { by: "ada", as: null, identity: "not-asked" as const, host: "laptop", at: STARTED_AT };
    const refused = { ...lapsed, proposals: [proposal("rollback", { status: "expired", approval })] };
    expect(renderScreen(refused, { verbose: false, ending: true }, view())).toContain(
      "go on with: bigops resume fsd-7k2m",
    );
  });
});

describe("the closing", () => {
  const applied = proposal("rollback", { status: "verified", applied: { at: STARTED_AT, receipts: [] } });
  const undo = proposal("undo-rollback", { undoes: "rollback", status: "expired" });
  const by = { by: "ada", as: null, identity: "not-asked" as const, host: "laptop", at: STARTED_AT };
  const standing = (proposals: readonly ProposalEntry[], endedAt: string | null = STARTED_AT) =>
    renderClosing(document({ outcome: "refused", exitCode: 7, proposals, run: { endedAt } }), view());

  it("speaks of an approval only where there was one", () => {
    expect(standing([proposal("rollback", { status: "expired", approval: by })])).toContain(
      "Refused: the change that was approved was not made.",
    );
    expect(
      standing([
        { ...applied, approval: by },
        { ...undo, approval: by },
      ]),
    ).toContain("Refused: the change that was approved was not made.");
    expect(standing([{ ...applied, approval: by }, undo])).toContain(
      "Refused: nobody approved the undo in time; nothing was undone.",
    );
    expect(standing([{ ...applied, approval: by }])).toContain("Refused: nothing was undone.");
  });

  it("speaks of an undo only where the run ended with one", () => {
    const open = proposal("rollback");
    expect(standing([open], null)).toContain("Refused: what was asked for was not taken; nothing was changed.");
    expect(standing([open, { ...applied, approval: by }], null)).toContain(
      "Refused: what was asked for was not taken; nothing more was changed.",
    );
  });

  it("says what became of each proposal, who was paged, and how it stands", async () => {
    await expect(renderClosing(crowded, view())).toMatchFileSnapshot("transcripts/closing.crowded.80.txt");
  });
});
