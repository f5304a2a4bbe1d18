import { actions } from "../../actions/index.ts";
import { bigopsCommand } from "../../core/text/bigops-command.ts";
import { renderArgs } from "../../core/runbook/render-args.ts";
import type { RunIdentity } from "../../core/run/run-identity.ts";
import type { RunState } from "../../core/run/state.ts";
import { textsBesideRun } from "../../drivers/local/real-world/kept-texts.ts";
import { realWorld } from "../../drivers/local/real-world/real-world.ts";
import { probes } from "../../probes/index.ts";
import { keptTexts } from "../perform/kept-texts.ts";
import type { RunSurroundings } from "../perform/run-surroundings.ts";
import { SANDBOX } from "../config/load-environment.ts";
import { wasExported } from "../handover/exported-mark.ts";
import type { OpenEnvironment } from "./open-environment.ts";
import { placeOf } from "./place-of.ts";
import { redacted } from "./redaction.ts";
import { serverOf } from "./server-of.ts";
import { SANDBOX_PAGES_NOBODY } from "./unpageable.ts";

/** What is known here of the run's handover, and how the operator is told more. */
export interface OfHandover {
  /** The run's folder; null: it has none. */
  readonly folder: string | null;
  /** As it was given on the command line. */
  readonly unfenced: boolean;
  say(text: string): void;
}

const NOBODY_TOLD: OfHandover = { folder: null, unfenced: false, say: () => undefined };

const SANDBOX_IS_NOWHERE = "the sandbox is inside each process that runs it";

/** Wires a run to its environment: what performing its effects needs. */
export function surroundingsOf(
  identity: RunIdentity,
  opened: OpenEnvironment,
  current: () => RunState | null,
  ask: RunSurroundings["ask"],
  stateDir: string | null = null,
  { folder, unfenced, say }: OfHandover = NOBODY_TOLD,
): RunSurroundings {
  const { environment, doors } = opened;
  const mayRecord = (text: string) => opened.secrets.redact(text) === text;
  const keeps = folder !== null && identity.mode !== "dry-run";
  return {
    ...(keeps ? { kept: keptTexts(textsBesideRun(realWorld.disk, folder), { mayRecord }) } : {}),
    doors,
    now: () => Date.now(),
    pause: (ms, signal) => realWorld.sleep(ms, signal),
    state: current,
    probe: (type) => known(probes.get(type), type),
    action: (type) => known(actions.get(type), type),
    render: (args, schema) => renderArgs(args, identity.parameters, schema),
    place: placeOf(opened),
    serverOf: (action) => serverOf(opened, action),
    rehearses: identity.mode !== "dry-run",
    readOnly: environment.readOnly,
    pagesNobody: environment.name === SANDBOX ? SANDBOX_PAGES_NOBODY : null,
    unfenced: environment.name === SANDBOX ? SANDBOX_IS_NOWHERE : null,
    wasExported: () => folder !== null && wasExported(folder),
    goesOnUnfenced: unfenced,
    say,
    redact: (value) => redacted(value, opened.secrets),
    mayRecord,
    notice: (late) => ({
      summary: `${identity.runbook.title} (${identity.runbook.severity}) in ${identity.environment.name}: ${late ? "still unresolved, paged late" : "unresolved"}`,
      severity: identity.runbook.severity,
      source: `bigops ${identity.environment.place}`,
      details: {
        run: identity.id,
        causes: causesOf(current()),
        ...whyNow(current()),
        next: bigopsCommand(`show ${identity.id}`, stateDir),
      },
    }),
    ask,
  };
}

function causesOf(state: RunState | null): string {
  const causes = (state?.diagnosis?.causes ?? []).filter((cause) => cause.truth === true).map((cause) => cause.title);
  return causes.length === 0 ? "no cause found" : causes.join("; ");
}

/** Why it is paged before its time: what would be done was done, and did not last. */
function whyNow(state: RunState | null): { readonly withheld?: string } {
  const stages = state?.proposals.map(({ stage }) => stage) ?? [];
  const flapping = stages.findLast((stage) => stage.kind === "unavailable" && stage.flaps === true);
  return flapping?.kind === "unavailable" ? { withheld: flapping.reason } : {};
}

/** Validation has refused what is not there; a run of a newer bigops may still name it. */
function known<T>(found: T | undefined, type: string): T {
  if (found === undefined) throw new Error(`this bigops has no "${type}"`);
  return found;
}
