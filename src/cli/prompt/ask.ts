import select from "@inquirer/select";
import type { ProposalEntry } from "../../core/document/run-document.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import type { Operator } from "../../core/run/run-identity.ts";
import { printable } from "../../reporters/text/printable.ts";
import { legible, type View } from "../../reporters/text/view.ts";
import { confirmName } from "./confirm-name.ts";
import { discardTypedAhead, type KeyInput } from "./discard-typed-ahead.ts";
import { choiceTheme } from "./theme.ts";

type Choice = "skip" | "apply" | "details" | "escalate" | "quit";

/** What the question needs to know, read anew each time since the run goes on behind it. */
export interface Question {
  readonly proposal: ProposalEntry;
  readonly environment: string;
  /** Then approving demands typing the environment's name. */
  readonly protected: boolean;
  readonly mayEscalate: boolean;
  details(): string;
  operator(): Promise<Operator>;
}

/** Where questions are asked; stdout stays free for results. */
export interface Terminal {
  readonly input: KeyInput;
  readonly output: NodeJS.WritableStream;
  /** How the output is seen. */
  readonly view: View;
}

/**
 * Asks for one decision; keys that were pressed before the question stood there answer nothing. The default is not to apply. Ctrl-C leaves the run, open; a withdrawn question rejects with the signal's reason.
 */
export async function ask(question: Question, terminal: Terminal, signal: AbortSignal): Promise<RunEventBody> {
  try {
    if ((await discardTypedAhead(terminal.input, signal)) === "interrupted")
      return { type: "left", reason: "interrupted" };
    return await decide(question, terminal, signal);
  } catch (error) {
    if (error instanceof Error && error.name === "ExitPromptError") return { type: "left", reason: "interrupted" };
    throw error;
  }
}

async function decide(question: Question, terminal: Terminal, signal: AbortSignal): Promise<RunEventBody> {
  const { proposal } = question;
  const choice = await choose(question, terminal, signal);
  switch (choice) {
    case "details":
      terminal.output.write(`${question.details()}\n`);
      return decide(question, terminal, signal);
    case "skip":
      return { type: "declined", proposal: proposal.id, by: await question.operator() };
    case "escalate":
      return { type: "escalated", by: await question.operator() };
    case "quit":
      return { type: "left", reason: "quit" };
    case "apply":
      if (!(await confirmed(question, terminal, signal))) return decide(question, terminal, signal);
      return { type: "approved", digest: proposal.digest ?? "", by: await question.operator() };
  }
}

function choose(question: Question, terminal: Terminal, signal: AbortSignal): Promise<Choice> {
  // The library would open the terminal first, and leave it open: the process would not end.
  signal.throwIfAborted();
  const manual = question.proposal.plan.writes.length === 0;
  const environment = printable(question.environment);
  return select<Choice>(
    {
      message: legible(
        manual ? `Done by hand in ${environment}?` : `Apply this change to ${environment}?`,
        terminal.view,
      ),
      theme: choiceTheme(terminal.view),
      default: "skip",
      choices: [
        { value: "skip", name: question.proposal.undoes === null ? "no, skip" : "no, keep the change" },
        { value: "apply", name: manual ? "yes, it is done: verify" : "apply" },
        { value: "details", name: "details" },
        ...(question.mayEscalate ? [{ value: "escalate" as const, name: "escalate now" }] : []),
        { value: "quit", name: "quit" },
      ],
    },
    {
      input: terminal.input,
      output: terminal.output,
      signal,
      // An answered question stays; one that was withdrawn goes, so that what is said next stands on a line of its own.
      get clearPromptOnDone() {
        return signal.aborted;
      },
    },
  );
}

/** A protected environment wants its name typed; anything else goes back to the question. */
async function confirmed(question: Question, terminal: Terminal, signal: AbortSignal): Promise<boolean> {
  return !question.protected || confirmName(question.environment, terminal, signal);
}
