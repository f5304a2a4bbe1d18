import { actions } from "../../../src/actions/index.ts";
import { PlanRefusal } from "../../../src/actions/action.ts";
import { ClientError } from "../../../src/clients/client-error.ts";
import type { CheckResult } from "../../../src/core/check/check-result.ts";
import { documentOf } from "../../../src/core/document/document-of.ts";
import type { RunDocument } from "../../../src/core/document/run-document.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { boundedEvent } from "../../../src/core/run/bounded-event.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { renderArgs } from "../../../src/core/runbook/render-args.ts";
import { runProbe } from "../../../src/probes/run-probe.ts";
import { probes } from "../../../src/probes/index.ts";
import { proposal } from "../../reporters/documents.ts";
import type { Random } from "../random.ts";
import { NOW_MS, type Corpus, type Unit } from "./corpus.ts";
import { detour } from "./detour.ts";
import { replay, type Replay } from "./replay.ts";
import { unfitReport, type Reporters } from "./reports.ts";
import { stateBefore } from "./run-of.ts";
import { doorsOver } from "./tape.ts";
import { shortly, type Complaint, type Surface } from "./surface.ts";
import * as machine from "../../../src/core/run/machine.ts";

/** Answers of the platform, damaged: what a check or a plan makes of them, and how it is told. */
export function damagedAnswers({ units }: Corpus, reporters: Reporters): Surface {
  return {
    name: "answers",
    weight: 15,
    async attack(random) {
      const unit = random.pick(units);
      const tape = replay(unit.world, random, random.below(unit.answers), random.chance(0.8));
      const about = (breach: string): Complaint => ({
        input: `${unit.runbook.name}/${unit.id} in ${unit.world.fault}: ${shortly(tape.damaged())}`,
        breach,
      });
      try {
        const complaint = await (unit.kind === "check"
          ? asked(unit, tape, reporters, random)
          : planned(unit, tape, reporters, random));
        const astray = complaint ?? detour(tape.asked, unit.world);
        return astray === null ? null : about(astray);
      } catch (error) {
        return about(`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    },
  };
}

async function asked(unit: Unit, tape: Replay, reporters: Reporters, random: Random): Promise<string | null> {
  const check = unit.runbook.investigation.find(({ id }) => id === unit.id);
  const probe = probes.get(check?.probe ?? "");
  if (check === undefined || probe === undefined) throw new Error(`no check ${unit.id}`);
  const result: CheckResult = await runProbe(probe, renderArgs(check.args, unit.parameters, probe.args), {
    doors: doorsOver(unit.world.ways, tape),
    now: () => NOW_MS,
    signal: new AbortController().signal,
    budgetMs: BUDGET_MS,
    retries: 0,
    expect: check.expect,
    place: PLACE,
  });
  const before = stateBefore(unit.runbook, unit.parameters, unit.id);
  const event: RunEvent = { atMs: NOW_MS, type: "checked", round: before.round, check: unit.id, result };
  const bounded = boundedEvent(event);
  const [after] = machine.transition(before.state, bounded);
  if (after === null) throw new Error("the run is gone");
  return unfitReport(documentOf(after), bounded, reporters, random);
}

async function planned(unit: Unit, tape: Replay, reporters: Reporters, random: Random): Promise<string | null> {
  const mitigation = unit.runbook.mitigation.find(({ id }) => id === unit.id);
  const action = actions.get(mitigation?.action ?? "");
  if (mitigation === undefined || action === undefined) throw new Error(`no mitigation ${unit.id}`);
  const about = { proposal: unit.id, stage: "propose", recheck: 0 } as const;
  const body = await action
    .plan(renderArgs(mitigation.args, unit.parameters, action.args), {
      doors: doorsOver(unit.world.ways, tape),
      nowMs: NOW_MS,
      signal: AbortSignal.timeout(BUDGET_MS),
      onsetAtMs: NOW_MS - 300_000,
    })
    .then(
      (plan: Plan) => ({ type: "planned", ...about, plan }) as const,
      (error: unknown) => {
        if (error instanceof PlanRefusal) return { type: "plan-failed", ...about, reason: error.message } as const;
        if (error instanceof ClientError)
          return { type: "plan-failed", ...about, reason: `${error.message}; ${error.hint}` } as const;
        throw error;
      },
    );
  const event = boundedEvent({ atMs: NOW_MS, ...body });
  return unfitReport(
    withProposed(documentOf(stateBefore(unit.runbook, unit.parameters, "").state), event),
    event,
    reporters,
    random,
  );
}

function withProposed(document: RunDocument, event: RunEvent): RunDocument {
  if (event.type === "plan-failed")
    return { ...document, unavailable: [{ id: event.proposal, cause: "cause", reason: event.reason }] };
  if (event.type !== "planned") return document;
  const { identity: _, clusterUid: __, before: ___, completionSeconds: ____, impact, action, ...shown } = event.plan;
  const plan = { ...shown, impact: impact.lines };
  return { ...document, proposals: [proposal(event.proposal, { action, plan })] };
}

/** Some checks wait for another answer; they are as well tried when they give up. */
const BUDGET_MS = 40;

export const PLACE = {
  namespace: "ml",
  prometheusUrl: "http://prometheus:9090",
  alertmanagerUrl: "http://alertmanager:9093",
  kafkaBrokers: "kafka:9092",
  endpointUrl: (name: string) => `http://${name}:8080`,
};
