import { PassThrough, Writable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { ask } from "../../../src/cli/prompt/ask.ts";
import type { Terminal } from "../../../src/cli/prompt/ask.ts";
import { confirmName } from "../../../src/cli/prompt/confirm-name.ts";
import { nameProblem } from "../../../src/cli/run/name-problem.ts";
import { documentOf } from "../../../src/core/document/document-of.ts";
import type { RunEventBody } from "../../../src/core/run/event.ts";
import type { Operator } from "../../../src/core/run/run-identity.ts";
import type { RunState } from "../../../src/core/run/state.ts";

/** What somebody types who is asked for the name of a protected environment. */
export type Typed = "its name" | "another name" | "nothing" | "no terminal";

const DOWN = "\u001B[B";
const ENTER = "\r";
const VIEW = { width: 80, color: false, unicode: true, nowMs: 0, stateDir: null, offsetMinutes: () => 0 };

/** The real question of the first offered proposal, where somebody chooses to apply it; who does not type the name is asked again, and skips. */
export async function applied(state: RunState, typed: Typed, by: Operator): Promise<RunEventBody> {
  const offered = state.proposals.find(({ stage }) => stage.kind === "offered");
  const proposal = documentOf(state).proposals.find(({ id }) => id === offered?.id);
  if (proposal === undefined) throw new Error("nothing is offered, and somebody is asked");
  const { name } = state.run.environment;
  const question = {
    proposal,
    environment: name,
    protected: state.run.environment.protected,
    mayEscalate: false,
    details: () => "",
    operator: async () => by,
  };
  const pressed = [DOWN, ENTER, typedFor(name, typed), ENTER, ENTER];
  return await atATerminal(pressed, (terminal) => ask(question, terminal, new AbortController().signal));
}

/** Whether `bigops resume --approve` passes an approval on, from another terminal or from none. */
export async function isPassedOn({ run }: RunState, typed: Typed): Promise<boolean> {
  const problem = await nameProblem(run.environment, {
    isThere: () => typed !== "no terminal",
    types: async (name) =>
      await atATerminal([typedFor(name, typed), ENTER], (terminal) => confirmName(name, terminal, undefined)),
  });
  return problem === null;
}

function typedFor(name: string, typed: Typed): string {
  return typed === "its name" ? name : typed === "another name" ? `${name}2` : "";
}

/** Shows nothing to anybody, and stays open as a terminal does. */
class Screen extends Writable {
  override _write(_text: unknown, _encoding: string, done: () => void): void {
    done();
  }

  override end(): this {
    return this;
  }
}

/** The keys come one after another, for as long as anything is asked. */
async function atATerminal<T>(pressed: readonly string[], asked: (terminal: Terminal) => Promise<T>): Promise<T> {
  const input = new PassThrough();
  const output = new Screen();
  const answer = asked({ input, output, view: VIEW });
  const over = answer.then(() => "over" as const);
  for (const key of pressed) {
    // Until it has been drawn.
    for (let turn = 0; turn < 3; turn += 1) await setImmediate();
    if ((await Promise.race([over, setImmediate("asked")])) === "over") break;
    if (key !== "") input.write(key);
  }
  return await answer;
}
