import type { Verdict } from "../../../src/core/check/verdict.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import type { Attendance, RunEvent, RunEventBody } from "../../../src/core/run/event.ts";
import { apply, start, wanted } from "../../../src/core/run/machine.ts";
import { outcomeOf } from "../../../src/core/run/settle.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { alice, plan, result, START_MS, started } from "./sample-events.ts";

/** A run told event by event; `at` is in seconds since its start. */
export class Story {
  state: RunState | null = start();
  atMs = START_MS;
  /** All that was told, in its order. */
  readonly events: RunEvent[] = [];

  constructor(attendance: Attendance = "terminal", begun: RunEvent = started()) {
    const { atMs: _, ...body } = begun as RunEvent & { type: "started" };
    this.tell(0, body, { type: "session", session: "s1", attendance });
  }

  tell(afterSeconds: number, ...bodies: readonly RunEventBody[]): this {
    this.atMs += afterSeconds * 1_000;
    for (const body of bodies) {
      const event = { ...body, atMs: this.atMs };
      this.events.push(event);
      this.state = apply(this.state, event);
    }
    return this;
  }

  /** Answers every check that is asked, by verdicts of their names; what is not named passes. */
  answer(verdicts: Readonly<Record<string, Verdict>> = {}, windowMs = 0): this {
    for (;;) {
      const effect = wanted(this.state).find((candidate) => candidate.type === "check");
      if (effect?.type !== "check") return this;
      const { round, check } = effect;
      const answered = result(verdicts[check.id] ?? "pass", this.atMs, windowMs);
      this.tell(0, { type: "checked", round, check: check.id, result: answered });
    }
  }

  plan(made: Plan = plan()): this {
    for (;;) {
      const effect = wanted(this.state).find((candidate) => candidate.type === "plan");
      if (effect?.type !== "plan") return this;
      const { proposal, stage, recheck } = effect;
      this.tell(0, { type: "planned", proposal, stage, recheck, plan: made });
    }
  }

  approve(): this {
    const digest = this.state?.proposals.find((proposal) => proposal.stage.kind === "offered")?.digest ?? "";
    return this.tell(1, { type: "approved", digest, by: alice });
  }

  sent(): this {
    const about = { proposal: "rollback", write: "1", attempt: 1 };
    const notAfterMs = this.atMs + 5_000;
    return this.tell(0, { type: "intended", ...about, resourceVersion: "7", notAfterMs, detail: {} });
  }

  applied(): this {
    const receipt = { outcome: "applied" as const, atMs: this.atMs, resourceVersion: "8", detail: {} };
    return this.sent().tell(0, { type: "received", proposal: "rollback", write: "1", attempt: 1, receipt });
  }

  completed(): this {
    const progress = { complete: true, completedAtMs: this.atMs, failed: null, summary: "" };
    return this.tell(0, { type: "progressed", proposal: "rollback", progress });
  }

  get wants(): readonly string[] {
    return wanted(this.state).map((effect) => effect.type);
  }

  get stage(): string | undefined {
    return this.state?.proposals[0]?.stage.kind;
  }

  get outcome(): string | null {
    return this.state === null ? null : outcomeOf(this.state);
  }
}

export const troubled = { orders: "fail" } as const;

/** A run that has diagnosed its problem and offers what its plans say. */
export function offered(attendance: Attendance = "terminal"): Story {
  return new Story(attendance).answer(troubled).plan();
}
