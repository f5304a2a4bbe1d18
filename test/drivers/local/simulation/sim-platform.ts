import type { CheckResult } from "../../../../src/core/check/check-result.ts";
import type { Plan } from "../../../../src/core/plan/plan.ts";
import type { Effect, EffectOf } from "../../../../src/core/run/effect.ts";
import type { RunEventBody } from "../../../../src/core/run/event.ts";
import type { SimClock } from "./sim-clock.ts";

export const PLAN: Plan = {
  action: "kubernetes.rollout-undo",
  summary: "roll feature-api back to revision 13",
  target: { kind: "Deployment", namespace: "ml", name: "feature-api", uid: "u1" },
  identity: "i1",
  writes: [
    {
      id: "1",
      method: "PATCH",
      path: "/apis/apps/v1/namespaces/ml/deployments/feature-api",
      contentType: "application/json-patch+json",
      body: [],
      object: "deployment/feature-api in namespace ml",
    },
  ],
  instructions: [],
  changes: [],
  impact: { lines: [], keepServing: 3, budgetAllows: null },
  warnings: [],
  equivalent: "kubectl rollout undo",
  undo: null,
  before: {},
  completionSeconds: 600,
};

/** What the runs look at, change and page: it outlives the processes. */
export class SimPlatform {
  readonly clock: Pick<SimClock, "now" | "sleep">;
  /** Marks of the writes that reached the object. */
  readonly written: string[] = [];
  readonly pages: string[] = [];
  resourceVersion = 100;
  mark: string | null = null;
  /** Whether the change helps. */
  helps = true;
  latencyMs = 20;

  constructor(clock: Pick<SimClock, "now" | "sleep">) {
    this.clock = clock;
  }

  /** The writes that are there already, when it is another process that looks. */
  found(written: readonly string[]): void {
    this.written.splice(0, Infinity, ...written);
    this.mark = written.at(-1) ?? null;
    this.resourceVersion = 100 + written.length;
  }

  /** Performs everything but the prompt. */
  async perform(effect: Exclude<Effect, { type: "prompt" }>): Promise<RunEventBody> {
    const startedAtMs = this.clock.now();
    await this.clock.sleep(this.latencyMs, new AbortController().signal);
    switch (effect.type) {
      case "check":
        return { type: "checked", round: effect.round, check: effect.check.id, result: this.#result(startedAtMs) };
      case "plan":
        return {
          type: "planned",
          proposal: effect.proposal,
          stage: effect.stage,
          recheck: effect.recheck,
          plan: PLAN,
        };
      case "lease":
        return {
          type: "leased",
          proposal: effect.proposal,
          lease: { outcome: "unavailable", reason: "there is no cluster" },
        };
      case "fence":
        return { type: "fenced", fence: { kind: "unavailable", reason: "there is no cluster" } };
      case "prepare": {
        const { attempt, proposal, write } = effect;
        const notAfterMs = this.clock.now() + 5_000;
        const resourceVersion = String(this.resourceVersion);
        return { type: "intended", proposal, write: write.id, attempt, resourceVersion, notAfterMs, detail: {} };
      }
      case "send":
        return this.#send(effect);
      case "reconcile":
        return this.#reconcile(effect);
      case "progress": {
        const progress = { complete: true, completedAtMs: this.clock.now(), failed: null, summary: "done" };
        return { type: "progressed", proposal: effect.proposal, progress };
      }
      case "page":
        this.pages.push(`${effect.note} ${effect.target}${effect.late ? " late" : ""}`);
        return { type: "paged", step: effect.step, note: effect.note, ok: true, message: "sent" };
      default:
        return effect satisfies never;
    }
  }

  #send({ attempt, mark, proposal, resourceVersion, write }: EffectOf<"send">): RunEventBody {
    const received = { type: "received" as const, proposal, write: write.id, attempt };
    if (resourceVersion !== String(this.resourceVersion))
      return { ...received, receipt: { outcome: "conflict", message: "409" } };
    this.resourceVersion += 1;
    this.mark = mark;
    this.written.push(mark);
    const atMs = this.clock.now();
    const receipt = { outcome: "applied" as const, atMs, resourceVersion: String(this.resourceVersion), detail: {} };
    return { ...received, receipt };
  }

  #reconcile({ attempt, mark, proposal, resourceVersion, write }: EffectOf<"reconcile">): RunEventBody {
    const untouched = resourceVersion === String(this.resourceVersion);
    const found = this.mark === mark ? "applied" : untouched ? "not-applied" : "unknown";
    return { type: "reconciled", proposal, write: write.id, attempt, found, message: "" };
  }

  #result(startedAtMs: number): CheckResult {
    const healthy = this.helps && this.written.length > 0;
    return {
      verdict: healthy ? "pass" : "fail",
      summary: healthy ? "0 % fail" : "37 % fail",
      observed: {},
      evidence: [],
      flip: null,
      notes: [],
      expected: null,
      vantage: "from here",
      equivalent: "curl",
      error: null,
      startedAtMs,
      durationMs: this.clock.now() - startedAtMs,
      windowStartMs: startedAtMs,
      sampledAtMs: this.clock.now(),
      rule: "1",
    };
  }
}
