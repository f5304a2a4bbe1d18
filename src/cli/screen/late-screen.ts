import type { RunDocument } from "../../core/document/run-document.ts";
import type { RunEvent } from "../../core/run/event.ts";
import type { RunState } from "../../core/run/state.ts";
import type { ScreenOptions } from "./screen-options.ts";
import type { SessionScreen } from "./session-screen.ts";

/**
 * The screen of a held run, which is loaded when there is time for it: measuring and wrapping text takes as long to get ready as a check takes to be asked.
 * What happens before is shown then, in its order.
 */
export class LateScreen {
  readonly #options: ScreenOptions;
  readonly #waiting: ((screen: SessionScreen) => void)[] = [];
  #loading: Promise<SessionScreen> | null = null;
  #loaded: SessionScreen | null = null;

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  load(): Promise<SessionScreen> {
    return (this.#loading ??= this.#load());
  }

  /** An event of an earlier process. */
  replay(event: RunEvent): void {
    this.#with((screen) => screen.replay(event));
  }

  happened(event: RunEvent, state: RunState): void {
    this.#with((screen) => screen.happened(event, state));
  }

  waits(document: RunDocument): void {
    this.#with((screen) => screen.waits(document));
    void this.load();
  }

  say(text: string): void {
    this.#with((screen) => screen.say(text));
    void this.load();
  }

  /** What is to be copied whole, such as an address, as another program wrote it. */
  relay(line: string): void {
    this.#with((screen) => screen.relay(line));
    void this.load();
  }

  #with(show: (screen: SessionScreen) => void): void {
    if (this.#loaded === null) this.#waiting.push(show);
    else show(this.#loaded);
  }

  async #load(): Promise<SessionScreen> {
    const { SessionScreen } = await import("./session-screen.ts");
    const screen = new SessionScreen(this.#options);
    for (const show of this.#waiting.splice(0)) show(screen);
    this.#loaded = screen;
    return screen;
  }
}
