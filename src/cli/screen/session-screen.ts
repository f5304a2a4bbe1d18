import { processSecrets } from "../../clients/secret-registry.ts";
import type { RunDocument } from "../../core/document/run-document.ts";
import type { RunEvent } from "../../core/run/event.ts";
import type { RunState } from "../../core/run/state.ts";
import { labelled, labelledCommand } from "../../reporters/text/block.ts";
import { renderClosing } from "../../reporters/text/closing.ts";
import { printable } from "../../reporters/text/printable.ts";
import { renderScreen } from "../../reporters/text/screen.ts";
import { waitingLines } from "../../reporters/text/waiting-lines.ts";
import { screenOnStderr } from "../output/outputs.ts";
import { viewOf } from "../output/view-of.ts";
import { warn } from "../output/warn.ts";
import { Live } from "./live.ts";
import { milestone } from "./milestone.ts";
import type { ScreenOptions } from "./screen-options.ts";
import { renderEvent } from "../../reporters/events.ts";

/** All that a person sees of a held run: moving lines, the screen before a question, milestones, and the end. */
export class SessionScreen {
  readonly #options: ScreenOptions;
  readonly #live: Live;
  readonly #streaming: boolean;
  /** The diagnosis that is on the screen already; its end needs no second telling. */
  #presented: string | null = null;
  /** The diagnosis that was told to whoever may approve it from elsewhere. */
  #told: string | null = null;
  /** Who takes the question off the screen before something is written; null: there is no question. */
  #aside: ((write: () => void) => void) | null = null;

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.#live = new Live(process.stderr, options.stateDir);
    this.#streaming = options.outputs.some((output) => output.format === "events" && output.file === null);
  }

  /** An event of an earlier process. */
  replay(event: RunEvent): void {
    if (this.#streaming) process.stdout.write(renderEvent(event));
  }

  happened(event: RunEvent, state: RunState): void {
    if (this.#streaming) process.stdout.write(renderEvent(event));
    // Whoever only says something waits until a pager was told of it: that it was not is said.
    if (this.#options.quiet && (event.type !== "paged" || event.ok)) return;
    const told = milestone(event, state);
    if (told !== null) this.say(told);
    if (this.#options.quiet) return;
    if (state.ended === null) this.#live.update(state);
    else this.#live.clear();
  }

  /** The screen that stays, above a question. */
  present(document: RunDocument): void {
    const diagnosis = diagnosisKey(document);
    if (this.#presented === diagnosis) return;
    this.#presented = diagnosis;
    const view = viewOf(process.stderr, process.env, Date.now(), this.#options.stateDir);
    this.#live.clear();
    process.stderr.write(`\n${renderScreen(document, { verbose: this.#options.verbose, ending: false }, view)}\n`);
  }

  /**
   * The run waits for an approval from elsewhere: whoever started it is told what is to be approved, and how, once a diagnosis. As a screen where stdout is
   * for people; where it is another program's, in a few lines on stderr.
   */
  waits(document: RunDocument): void {
    const diagnosis = diagnosisKey(document);
    if (this.#options.quiet || this.#told === diagnosis) return;
    this.#told = diagnosis;
    this.#live.clear();
    if (screenOnStderr(this.#options.outputs)) return this.#waitsInLines(document);
    const view = viewOf(process.stdout, process.env, Date.now(), this.#options.stateDir);
    const style = { verbose: this.#options.verbose, ending: true, isHeld: true };
    process.stdout.write(`\n${renderScreen(document, style, view)}`);
  }

  #waitsInLines(document: RunDocument): void {
    const view = viewOf(process.stderr, process.env, Date.now(), this.#options.stateDir);
    for (const { words, command } of waitingLines(document, view)) {
      const text = printable(command === null ? words : `${words}: ${command}`);
      if (command === null || !process.stderr.isTTY) this.#write(text);
      else process.stderr.write(`${labelledCommand("bigops:", text, 0, 8, view)}\n`);
    }
  }

  say(text: string): void {
    this.#aloud(() => this.#write(text));
  }

  /** A line of another program, which is not broken where the screen ends: an address in it is to be copied. */
  relay(line: string): void {
    this.#aloud(() => {
      this.#live.clear();
      warn(line);
    });
  }

  #aloud(write: () => void): void {
    if (this.#aside === null) write();
    else this.#aside(write);
  }

  #write(told: string): void {
    const text = printable(processSecrets.redact(told));
    this.#live.clear();
    const view = viewOf(process.stderr, process.env, Date.now(), this.#options.stateDir);
    process.stderr.write(`${process.stderr.isTTY ? labelled("bigops:", text, 0, 8, view) : `bigops: ${text}`}\n`);
  }

  /** While a question is on the screen, what is to be said is handed to `aside`. */
  hold(aside: ((write: () => void) => void) | null): void {
    this.#aside = aside;
    this.#live.hold(aside !== null);
  }

  stop(): void {
    this.#live.stop();
  }

  /** The end: the whole screen, or only what changed where a person has it before them. Gives the whole text for a file. */
  conclude(document: RunDocument): string {
    const style = { verbose: this.#options.verbose, ending: true };
    const onStderr = screenOnStderr(this.#options.outputs);
    const stream = onStderr ? process.stderr : process.stdout;
    const view = viewOf(stream, process.env, Date.now(), this.#options.stateDir);
    const whole = renderScreen(document, style, view);
    if (this.#options.quiet) return whole;
    const seen =
      this.#presented === diagnosisKey(document) && process.stderr.isTTY && (onStderr || process.stdout.isTTY);
    stream.write(`\n${seen ? renderClosing(document, view) : whole}`);
    return view.color ? renderScreen(document, style, { ...view, color: false }) : whole;
  }
}

/** The same causes and proposals are the same screen: a later diagnosis names its proposals anew. */
function diagnosisKey({ causes, unexplained, proposals }: RunDocument): string {
  return JSON.stringify([causes.map(({ id }) => id), unexplained, proposals.map(({ id }) => id)]);
}
