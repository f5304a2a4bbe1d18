import type { ActionContext } from "../../../src/actions/action.ts";
import type { Sandbox } from "../../../src/sandbox/start.ts";
import type { Statement } from "./statement.ts";

/** The world of a change at one moment of it; its clock stands still. */
export interface Moment {
  readonly sandbox: Sandbox;
  readonly nowMs: number;
}

/** One question that a run asks about a change, at the moment in which it asks it, and what is true then. */
export interface ChangeQuestion {
  readonly name: string;
  readonly moment: Moment;
  readonly truth: Statement["verdict"];
  ask(context: ActionContext): Promise<Statement>;
}
