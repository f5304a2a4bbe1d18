import { renderProgress } from "../../reporters/text/progress.ts";
import type { RunState } from "../../core/run/state.ts";
import { isDumb } from "../output/is-dumb.ts";
import { viewOf } from "../output/view-of.ts";

const REFRESH_MS = 500;

/** The lines that move while a run goes on, on stderr and only on a terminal; taken away before anything that stays is written. */
export class Live {
  readonly #stream: NodeJS.WriteStream;
  readonly #stateDir: string | null;
  #state: RunState | null = null;
  #shown = 0;
  #text = "";
  #held = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(stream: NodeJS.WriteStream, stateDir: string | null) {
    this.#stream = stream;
    this.#stateDir = stateDir;
  }

  update(state: RunState): void {
    this.#state = state;
    if (this.#stream.isTTY !== true || isDumb(process.env)) return;
    this.#timer ??= setInterval(() => this.#draw(), REFRESH_MS);
    this.#timer.unref();
    this.#draw();
  }

  /** While a question is on the screen nothing else may be drawn. */
  hold(held: boolean): void {
    this.clear();
    this.#held = held;
  }

  clear(): void {
    if (this.#shown > 0) this.#stream.write(`\u001b[${this.#shown}A\u001b[0J`);
    this.#shown = 0;
  }

  stop(): void {
    this.clear();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#state = null;
  }

  #draw(): void {
    if (this.#state === null || this.#held) return;
    const view = viewOf(this.#stream, process.env, Date.now(), this.#stateDir);
    const lines = renderProgress(this.#state, view).slice(0, Math.max(1, (this.#stream.rows || 24) - 2));
    const text = lines.map((line) => `${line}\n`).join("");
    // What has not moved is left alone: a terminal that logs its output, or reads it aloud, gets each line once.
    if (this.#shown > 0 && text === this.#text) return;
    this.clear();
    this.#stream.write(text);
    this.#shown = lines.length;
    this.#text = text;
  }
}
