import type { Effect } from "../../../src/core/run/effect.ts";
import type { RunEventBody } from "../../../src/core/run/event.ts";
import type { AnswerTrouble } from "./scenario.ts";

/** Answers that come once more: at once, or in the company of the one to a later question. */
export class RepeatedAnswers {
  readonly #earlier = new Map<Effect["type"], RunEventBody>();

  /** Another process comes: what an earlier one asked is answered to nobody. */
  forget(): void {
    this.#earlier.clear();
  }

  /** What is told in the end of what one question was answered with. */
  of(type: Effect["type"], answer: RunEventBody, trouble: AnswerTrouble["kind"] | undefined): readonly RunEventBody[] {
    const earlier = this.#earlier.get(type);
    this.#earlier.set(type, answer);
    if (trouble === "doubled") return [answer, answer];
    if (trouble !== "out of order" || earlier === undefined || questionOf(earlier) === questionOf(answer))
      return [answer];
    return [earlier, answer];
  }
}

/** What tells whether two answers are to the same question: the same one twice is "doubled". */
function questionOf(body: RunEventBody): string {
  const { round, check, proposal, stage, recheck, write, attempt, step, note } = body as Record<string, unknown>;
  return JSON.stringify([round, check, proposal, stage, recheck, write, attempt, step, note]);
}
