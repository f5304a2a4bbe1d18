import { canHold } from "../../conditions/can-hold.ts";
import type { Named } from "../../conditions/expand-names.ts";
import type { Problem } from "../../source/problem.ts";
import { problemIn, type Reading, type Rule } from "./reading.ts";

/** A cause can be true, and a mitigation can be proposed for each of its causes, under some combination of verdicts. */
export const reachable: Rule = (reading) => {
  const { checks, definitions, causes, mitigations } = reading.draft;
  const ids = checks.flatMap(({ id }) => (id === null ? [] : [id]));
  const named = namedOf(reading);
  const usable = new Map(named.causes.map(({ id, when }) => [id, when]));
  const known = new Map<string, boolean>();
  const impossible = (condition: string): boolean => {
    const answer = known.get(condition) ?? !canHold(named, condition, ids);
    known.set(condition, answer);
    return answer;
  };
  return [
    ...definitions
      .filter(({ text }) => impossible(text))
      .map(({ path, id }) => never(reading, path, `${id} is false under every combination of verdicts`)),
    ...causes.flatMap(({ path, id, fields }) =>
      fields.when !== undefined && impossible(fields.when)
        ? [never(reading, [...path, "when"], `the cause ${id} is false under every combination of verdicts`)]
        : [],
    ),
    ...mitigations.flatMap(({ path, id, fields }) => {
      const { requires } = fields;
      if (requires === undefined) return [];
      const dead = [fields.for ?? []].flat().filter((cause) => {
        const when = usable.get(cause);
        return when !== undefined && !impossible(when) && impossible(`(${when}) && (${requires})`);
      });
      return dead.map((cause) =>
        never(
          reading,
          [...path, "requires"],
          `${id} can never be proposed for ${cause}: what it requires rules the cause out`,
        ),
      );
    }),
  ];
};

function namedOf({ draft }: Reading): Named {
  return {
    define: Object.fromEntries(draft.definitions.map(({ id, text }) => [id, text])),
    causes: draft.causes.flatMap(({ id, fields }) =>
      id === null || fields.when === undefined ? [] : [{ id, when: fields.when, title: "", because: "" }],
    ),
    investigation: draft.checks.flatMap(({ id }) => (id === null ? [] : [{ id }])),
  };
}

function never(reading: Reading, path: readonly (string | number)[], message: string): Problem {
  return problemIn(reading, path, message, "a check that fails does not pass, and the other way round");
}
