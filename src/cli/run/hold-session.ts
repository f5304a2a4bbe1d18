import { plainText } from "../../core/text/plain-text.ts";
import { documentOf } from "../../core/document/document-of.ts";
import type { RunDocument } from "../../core/document/run-document.ts";
import type { Attendance, RunEvent, RunEventBody } from "../../core/run/event.ts";
import * as machine from "../../core/run/machine.ts";
import { exitCodeOf, gravest } from "../../core/run/outcome.ts";
import type { RunState } from "../../core/run/state.ts";
import type { Notice, RunEnd } from "../../drivers/local/hold-options.ts";
import type { HeldRun } from "../../drivers/local/held-run.ts";
import { holdRun } from "../../drivers/local/hold-run.ts";
import { realWorld } from "../../drivers/local/real-world/real-world.ts";
import { performer } from "../perform/perform.ts";
import type { Output } from "../output/outputs.ts";
import { writeOutputs } from "../output/write-outputs.ts";
import { stateOf } from "../state/stored-run.ts";
import { Asker } from "./asker.ts";
import { kubectlAim } from "./kubectl-aim.ts";
import { readiness } from "./readiness.ts";
import type { OpenEnvironment } from "./open-environment.ts";
import { redaction } from "./redaction.ts";
import { LateScreen } from "../screen/late-screen.ts";
import type { SessionScreen } from "../screen/session-screen.ts";
import { stopOnSignals } from "./stop-on-signals.ts";
import { surroundingsOf } from "./surroundings-of.ts";
import { unpageable } from "./unpageable.ts";

export interface SessionOptions {
  readonly run: HeldRun;
  readonly opened: OpenEnvironment;
  readonly outputs: readonly Output[];
  readonly verbose: boolean;
  readonly attendance: Attendance;
  /** What this process came to say. */
  readonly first: readonly RunEventBody[];
  /** Nothing is shown but what goes wrong. */
  readonly quiet: boolean;
  /** What stops it; absent: the signals of this process do. */
  readonly stop?: AbortController;
  /** As it was given on the command line; null: it was not. */
  readonly stateDir: string | null;
  /** The operator knows that nobody goes on with the run elsewhere. */
  readonly unfenced?: boolean;
}

/** How a process's part of a run ended. */
export interface SessionEnd {
  readonly exitCode: number;
  readonly document: RunDocument;
  readonly state: RunState;
  /** What was refused of what this process came to say. */
  readonly refused: readonly string[];
}

/** Holds a run with its screen, its questions and its reports until there is nothing left to do or it is stopped. */
export async function holdSession(options: SessionOptions): Promise<SessionEnd> {
  const { run, opened, outputs, quiet } = options;
  const first = stateOf(run.events);
  const screen = new LateScreen({ outputs, verbose: options.verbose, quiet, stateDir: options.stateDir });
  const signals = options.stop === undefined ? stopOnSignals((text) => screen.say(text)) : null;
  const stop = options.stop ?? signals?.controller ?? new AbortController();
  const refused: string[] = [];
  const notice = (said: Notice): void => {
    // Others speak to this process as well, and hear themselves what was refused of theirs.
    if (said.kind === "refused" && options.first.includes(said.body)) refused.push(said.message);
    screen.say(noticeText(said));
  };
  let state: RunState = first;
  const perform = performer(
    surroundingsOf(
      first.run,
      opened,
      () => state,
      (effect, signal) => asker.ask(effect, signal),
      options.stateDir,
      { folder: run.folder, unfenced: options.unfenced === true, say: (text) => screen.say(plainText(text, 600)) },
    ),
  );
  const ready = readiness(screen, first.run);
  const told = (of: RunState) => documentHere(of, run.recorder.notRecorded === null, options);
  const asker = new Asker({ opened, screen, stop, state: () => state, document: () => told(state) });
  const onEvent = (event: RunEvent, next: RunState | null): void => {
    if (next === null) return;
    state = next;
    screen.happened(event, next);
    if (event.type === "checked") ready.forTheCauses();
    if (options.attendance === "wait" && next.diagnosis !== null && next.ended === null && machine.isResting(next))
      screen.waits(told(next));
  };
  opened.voice.screen((line) => screen.relay(line));
  if (run.tornBytes > 0)
    screen.say(`the journal's last line was torn (${run.tornBytes} bytes), as a crash leaves it; it was dropped`);
  for (const event of run.events) screen.replay(event);
  const end = await holdRun({
    world: realWorld,
    machine,
    perform: (effect, signal) => {
      ready.forTheScreen();
      return perform(effect, signal);
    },
    run,
    attendance: options.attendance,
    unpageable: unpageable(opened.environment, first.run.runbook.escalation, process.env),
    redact: redaction(opened.secrets),
    first: options.first,
    stop: stop.signal,
    onEvent,
    onNotice: notice,
  });
  signals?.dispose();
  opened.voice.screen(null);
  return finish(end, options, await screen.load(), refused);
}

function documentHere(state: RunState, recorded: boolean, { run, opened }: SessionOptions): RunDocument {
  return documentOf(state, { recorded, aim: kubectlAim(opened, recorded ? run.folder : null) });
}

async function finish(
  end: RunEnd<RunState | null>,
  options: SessionOptions,
  screen: SessionScreen,
  refused: readonly string[],
): Promise<SessionEnd> {
  const { outputs } = options;
  screen.stop();
  if (end.state === null) throw end.defect ?? new Error("the run never began");
  const plain = documentHere(end.state, end.notRecorded === null, options);
  const outcome = gravest([
    plain.outcome,
    // What this process came to say; an answer that came too late is asked again.
    ...(refused.length > 0 ? ["refused" as const] : []),
    ...(end.why === "defect" ? ["defect" as const] : []),
  ]);
  const document: RunDocument = { ...plain, outcome, exitCode: exitCodeOf(outcome) };
  const text = screen.conclude(document);
  await writeOutputs(outputs, document, end.events, text);
  if (end.why === "defect") throw end.defect;
  if (end.why === "taken-over") screen.say("another process took this run over; it goes on there");
  return { exitCode: document.exitCode, document, state: end.state, refused };
}

function noticeText(notice: Notice): string {
  switch (notice.kind) {
    case "not-recorded":
      return `not recorded, so nothing can be approved: ${plainText(notice.message, 300)}`;
    case "refused":
      return `not taken: ${plainText(notice.message, 300)}`;
    case "waiting":
      return notice.message;
  }
}
