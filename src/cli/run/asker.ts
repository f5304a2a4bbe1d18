import type { RunDocument } from "../../core/document/run-document.ts";
import type { EffectOf } from "../../core/run/effect.ts";
import type { RunEventBody } from "../../core/run/event.ts";
import type { RunState } from "../../core/run/state.ts";
import { viewOf } from "../output/view-of.ts";
import { terminalHere } from "../prompt/terminal-here.ts";
import type { LateScreen } from "../screen/late-screen.ts";
import type { SessionScreen } from "../screen/session-screen.ts";
import { identify } from "./identify.ts";
import type { OpenEnvironment } from "./open-environment.ts";

interface AskerOptions {
  readonly opened: OpenEnvironment;
  readonly screen: LateScreen;
  readonly stop: AbortController;
  state(): RunState;
  /** As it stands. */
  document(): RunDocument;
}

/** Asks the operator about one proposal, with the screen above the question. */
export class Asker {
  readonly #options: AskerOptions;

  constructor(options: AskerOptions) {
    this.#options = options;
  }

  async ask(effect: EffectOf<"prompt">, signal: AbortSignal): Promise<RunEventBody> {
    const { stop, state, opened } = this.#options;
    const screen = await this.#options.screen.load();
    const { ask } = await import("../prompt/ask.ts");
    const { renderDetails } = await import("../../reporters/text/details.ts");
    const now = () => this.#options.document();
    const document = now();
    const proposal = document.proposals.find((entry) => entry.id === effect.proposals[0]);
    if (proposal === undefined) throw new Error(`there is no proposal ${effect.proposals[0] ?? ""} to ask about`);
    screen.present(document);
    try {
      const question = {
        proposal,
        environment: document.run.environment,
        protected: opened.environment.protected || state().run.environment.protected,
        // Somebody may acknowledge while the question stands.
        get mayEscalate() {
          return now().escalation.some((step) => step.status === "waiting");
        },
        details: () => renderDetails(proposal, viewOf(process.stderr, process.env, Date.now())),
        operator: () => identify(opened, (text) => screen.say(text)),
      };
      const body = await this.#askAround(screen, (until) =>
        ask(question, terminalHere(), AbortSignal.any([signal, until])),
      );
      if (body.type !== "left" || body.reason !== "interrupted") return body;
      // Ctrl-C at the question stops the run as a signal does.
      stop.abort();
      return await new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      });
    } finally {
      screen.hold(null);
    }
  }

  /** What is said meanwhile goes above the question, which is then asked again. */
  async #askAround(screen: SessionScreen, asked: (until: AbortSignal) => Promise<RunEventBody>): Promise<RunEventBody> {
    for (;;) {
      const said: (() => void)[] = [];
      const aside = new AbortController();
      screen.hold((write) => {
        said.push(write);
        aside.abort();
      });
      try {
        return await asked(aside.signal);
      } catch (error) {
        if (said.length === 0) throw error;
      } finally {
        screen.hold(null);
        for (const write of said) write();
      }
    }
  }
}
