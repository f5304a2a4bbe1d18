import { describe, expect, it } from "vitest";
import type { ProposalEntry, RunDocument } from "../../../src/core/document/run-document.ts";
import type { ScreenStyle } from "../../../src/reporters/text/screen.ts";
import { renderScreen } from "../../../src/reporters/text/screen.ts";
import type { View } from "../../../src/reporters/text/view.ts";
import { badRollout, check, crowded, document, forbidden, proposal, resolved } from "../documents.ts";
import { view } from "../view.ts";

const ended: ScreenStyle = { verbose: false, ending: true };

const transcripts: readonly (readonly [string, RunDocument, ScreenStyle, Partial<View>])[] = [
  ["bad-rollout.80", badRollout, ended, {}],
  ["bad-rollout.verbose.200", badRollout, { verbose: true, ending: false }, { width: 200 }],
  ["bad-rollout.ascii.40", badRollout, ended, { width: 40, unicode: false }],
  ["forbidden.80", forbidden, ended, {}],
  ["crowded.80", crowded, ended, {}],
  ["resolved.80", resolved, ended, {}],
];

describe("the screen", () => {
  it.each(transcripts)("%s", async (name, story, style, more) => {
    await expect(renderScreen(story, style, view(more))).toMatchFileSnapshot(`transcripts/${name}.txt`);
  });

  it("is the sketch of the interface", () => {
    const lines = renderScreen(badRollout, { verbose: false, ending: false }, view()).split("\n");
    expect(lines[0]).toBe("Feature store down · P1 · staging (staging-eks/ml) · run fsd-7k2m");
    expect(lines).toContain("  ✗ error-rate    37.2 % of lookups fail (limit 10 %), since 03:06:40");
    expect(lines).toContain("    change      image feature-api:2.4.1 → feature-api:2.4.0");
    expect(lines).toContain("  Escalation  secondary in 8 min 41 s");
    expect(lines.join("\n")).not.toContain("Awaiting");
  });

  it("names the zone once, and shows every other time in it", () => {
    const text = renderScreen(badRollout, ended, view({ offsetMinutes: () => 330 }));
    expect(text.match(/UTC\+5:30/g)).toHaveLength(1);
    expect(text).toContain("since 07:36:40");
    expect(text).not.toMatch(/T\d\d:\d\d:\d\d/);
  });

  it("says the date of a time that is more than half a day away", () => {
    const nowMs = Date.parse("2026-11-24T02:00:00Z");
    expect(renderScreen(badRollout, ended, view({ nowMs }))).toContain("since 22 Nov, 03:06:40");
  });

  it("does not call healthy what was not looked at", () => {
    const left = check("kv", { asked: false, verdict: "skipped", summary: "not asked for" });
    const text = renderScreen(document({ checks: [check("pods"), left] }), ended, view());
    expect(text).toContain("Healthy as far as asked: 1 of 2 symptoms were looked at, and passed.");
    expect(text).toContain("  not asked for: kv");
  });

  it("says beside a problem what could not be told", () => {
    const checks = [check("pods", { verdict: "fail" }), check("kv", { verdict: "error" }), check("queue")];
    const text = renderScreen(document({ outcome: "problem", exitCode: 1, checks }), ended, view());
    expect(text).toContain("Problem: a symptom fails; 1 could not be told.");
  });

  it("says which cause each of several proposals is against", () => {
    const causes = [
      { id: "bad-rollout", title: "bad rollout", because: "" },
      { id: "kv-store-down", title: "KV store down", because: "" },
    ];
    const proposals = [proposal("rollback"), proposal("failover-kv", { cause: "kv-store-down" })];
    const text = renderScreen(document({ causes, proposals }), ended, view());
    expect(text).toContain("    against     bad rollout\n");
    expect(text).toContain("    against     KV store down\n");
  });

  it("says that nothing was recorded", () => {
    expect(renderScreen(document({ run: { recorded: false } }), ended, view())).toContain("not recorded");
  });

  it("names no command that needs the record, where there is none", () => {
    const run = { ...badRollout.run, recorded: false };
    for (const status of ["waiting", "unattended"] as const) {
      const escalation = badRollout.escalation.map((step) => ({ ...step, status }));
      const text = renderScreen(document({ ...badRollout, run, escalation, outcome: "problem" }), ended, view());
      expect(text).not.toMatch(/bigops (undo|ack|resume)/);
    }
  });

  it("approves, undoes and resumes by commands that can be copied", () => {
    const text = renderScreen(badRollout, ended, view());
    expect(text).toContain("bigops resume fsd-7k2m --approve 9f8e7d6c5b4a\n");
    expect(text).toContain("bigops undo fsd-7k2m rollback\n");
    const interrupted = document({ outcome: "interrupted", exitCode: 130 });
    expect(renderScreen(interrupted, ended, view())).toContain("go on with: bigops resume fsd-7k2m\n");
  });

  it("of a run that was abandoned says so, with the command that goes on, also beside an approval", () => {
    const abandoned = document({ ...badRollout, run: { ...badRollout.run, abandoned: true } });
    const text = renderScreen(abandoned, ended, view());
    expect(text.replaceAll(/\s+/g, " ")).toContain("No process holds it: the last one was killed or lost.");
    expect(text).toContain("go on with: bigops resume fsd-7k2m\n");
    expect(text).toContain("bigops resume fsd-7k2m --approve 9f8e7d6c5b4a\n");
    expect(renderScreen(badRollout, ended, view())).not.toContain("No process holds it");
  });

  it.each(["escalated", "refused", "interrupted"] as const)(
    "tells how what waits is approved where the run is %s, too",
    (outcome) => {
      const told = document({ ...badRollout, outcome });
      const screen = renderScreen(told, ended, view());
      expect(screen).toContain("bigops resume fsd-7k2m --approve 9f8e7d6c5b4a\n");
      expect(screen).toContain("go on with: bigops resume fsd-7k2m\n");
    },
  );

  it("of a run that a process stays with tells how it is approved, and not to go on with it elsewhere, which is refused", () => {
    const held = { ...ended, isHeld: true };
    expect(renderScreen(badRollout, held, view())).toContain("bigops resume fsd-7k2m --approve 9f8e7d6c5b4a\n");
    const unproposed = document({ outcome: "problem", exitCode: 1, proposals: [] });
    expect(renderScreen(unproposed, ended, view())).toContain("go on with: bigops resume fsd-7k2m\n");
    const screen = renderScreen(unproposed, held, view());
    expect(screen).not.toContain("bigops resume");
    expect(screen).toMatch(/Problem: .* fails?\b.*\n$/);
  });

  it.each([80, 40])("names in every command the runs' folder that was given, at %i columns", (width) => {
    const stateDir = "/home/anna/runs of november/bigops";
    const text = renderScreen(badRollout, ended, view({ stateDir, width })).replaceAll(/ \\\n +/g, " ");
    const told = "--state-dir '/home/anna/runs of november/bigops'";
    expect(text).toContain(`bigops resume fsd-7k2m --approve 9f8e7d6c5b4a ${told}\n`);
    expect(text).toContain(`bigops undo fsd-7k2m rollback ${told}\n`);
    expect(text).toContain(`(bigops ack fsd-7k2m ${told} stops it)`);
    const escalation = badRollout.escalation.map((step) => ({ ...step, status: "unattended" as const }));
    const left = document({ ...badRollout, escalation, outcome: "interrupted", proposals: [] });
    const resume = renderScreen(left, ended, view({ stateDir, width })).replaceAll(/ \\\n +/g, " ");
    expect(resume).toMatch(new RegExp(`go on with:\\s+bigops resume fsd-7k2m ${told}\n`));
    expect(resume).toContain(`(no process keeps this clock: bigops resume fsd-7k2m ${told})`);
    expect(`${text}${resume}`.match(/bigops (?:ack|resume|undo) /g)).toHaveLength(
      `${text}${resume}`.split(told).length - 1,
    );
  });

  it("says how an interrupted dry run goes on, where it is recorded", () => {
    const dry = (recorded: boolean) =>
      renderScreen(
        document({ outcome: "interrupted", exitCode: 130, run: { mode: "dry-run", recorded } }),
        ended,
        view(),
      );
    expect(dry(true)).toContain("go on with: bigops resume fsd-7k2m\n");
    expect(dry(false)).not.toContain("bigops resume");
  });

  it("tells who looks after it, also where everybody was paged already", () => {
    const paged = badRollout.escalation.map((entry) => ({ ...entry, status: "paged" as const }));
    const acknowledged = { by: "ada", host: "desk", at: "2026-11-22T02:12:04.000Z" };
    const text = renderScreen(document({ ...badRollout, escalation: paged, acknowledged }), ended, view());
    expect(text.replaceAll(/\n +/g, "; ")).toContain(
      "secondary paged; manager paged; acknowledged by ada@desk at 03:12:04",
    );
  });

  it("tells what is still to be proved apart from what did not help, and by whether a process is at it", () => {
    const at = "2026-11-22T02:10:00.000Z";
    const standing = (
      status: ProposalEntry["status"],
      isHeld: boolean,
      outcome: RunDocument["outcome"] = "unverified",
      may?: boolean,
    ) => {
      const applied = status === "approved" ? null : { at, receipts: [] };
      const mayBeApplied = may ?? status !== "approved";
      const told = document({
        ...badRollout,
        outcome,
        proposals: [proposal("rollback", { status, applied, mayBeApplied })],
      });
      const lines = renderScreen(told, { ...ended, isHeld }, view({ width: 160 }))
        .trimEnd()
        .split("\n\n")
        .at(-1);
      return lines?.split("\n").map((line) => line.trim());
    };
    const goOn = "go on with: bigops resume fsd-7k2m";
    expect(standing("applied", true)).toEqual([
      "Unverified so far: a change was made, and a process looks whether it helps.",
    ]);
    expect(standing("applied", false)).toEqual([
      "Unverified: a change was made, and nobody has looked to the end whether it helps.",
      goOn,
    ]);
    expect(standing("approved", true)).toEqual(["Unverified so far: the change that was approved is being made."]);
    expect(standing("approved", false, "unverified", true)).toEqual([
      "Unverified: the change that was approved may have been made; the live system is asked when the run goes on.",
      goOn,
    ]);
    expect(standing("approved", false, "unverified", false)).toEqual([
      "Unverified: the approved change is not made yet. Resumed before the approval expires, the run makes it.",
      goOn,
    ]);
    expect(standing("not-helped", false)?.[0]).toBe(
      "Unverified: a change was made or may have been made, and did not prove to help.",
    );
    expect(standing("approved", false, "interrupted")).toEqual([
      "Interrupted: the approved change is not made yet. Resumed before the approval expires, the run makes it.",
      goOn,
    ]);
  });

  it("promises no page in a dry run, and calls nothing waiting that nobody waits for", () => {
    const dry = document({ ...badRollout, outcome: "problem", run: { ...badRollout.run, mode: "dry-run" } });
    expect(renderScreen(dry, ended, view())).not.toContain("Escalation");
    const alone = badRollout.escalation.map((step) => ({ ...step, status: "unattended" as const }));
    const text = renderScreen(document({ ...badRollout, escalation: alone }), ended, view());
    expect(text).toContain("secondary in 8 min 41 s, unattended");
    expect(text).toContain("(no process keeps this clock: bigops resume fsd-7k2m)");
  });

  it("says at once that a page cannot be sent, and what to do", () => {
    const problem = "no target of that name: add environments.staging.pager.targets.secondary to bigops.yaml";
    const [secondary, ...others] = badRollout.escalation.map((step) => ({ ...step, problem }));
    const told = (escalation: RunDocument["escalation"]) =>
      renderScreen(document({ ...badRollout, escalation }), ended, view()).replaceAll(/\n +/g, " ");
    expect(told(secondary === undefined ? [] : [secondary])).toContain(`secondary in 8 min 41 s — ${problem}`);
    const all = told(secondary === undefined ? [] : [secondary, ...others]);
    expect(all.split(problem)).toHaveLength(2);
    expect(all).toContain(`(${problem})`);
  });

  it.each([80, 40])("tells what was asked since the change from what led to it, at %i columns", (width) => {
    const changed = "2026-11-22T02:10:01.000Z";
    const [errors, pods, ...evidence] = resolved.checks;
    if (errors === undefined || pods === undefined) throw new Error("there are no checks");
    const sampled = [
      { ...errors, verdict: "pass" as const, summary: "0 % of lookups fail", startedAt: "2026-11-22T02:11:00.000Z" },
      { ...pods, startedAt: "2026-11-22T02:11:01.000Z" },
    ];
    const story = document({ ...resolved, checks: [...sampled, ...evidence] });
    expect(story.proposals[0]?.applied?.at).toBe(changed);
    const lines = renderScreen(story, ended, view({ width }));
    const text = lines.replaceAll(/\n +/g, " ");
    const since = text.indexOf("asked since the change, the latest at 03:11:01:");
    const before = text.indexOf("as it was at 03:09:12, before the change:");
    const at = [since, "0 % of lookups fail", "4 of 4 ready", before, "healthy, 4 ms", "412 of 900 lines are errors"];
    const order = at.map((what) => (typeof what === "number" ? what : text.indexOf(what)));
    expect(order.every((place) => place > 0)).toBe(true);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(lines.split("\n").every((line) => line.length <= width)).toBe(true);
  });

  it("says how far a page is overdue", () => {
    const nowMs = Date.parse("2026-11-22T02:20:06.000Z");
    expect(renderScreen(badRollout, ended, view({ nowMs }))).toContain("secondary overdue by 2 min 5 s");
  });
});
