import { conditionProblems, type ConditionProblem } from "../../conditions/condition-problems.ts";
import { readTooLate } from "../../conditions/read-too-late.ts";
import { checkLanguage, runbookLanguage, type TypedLanguage } from "../../conditions/typed-language.ts";
import type { Path } from "../../source/located.ts";
import type { Problem } from "../../source/problem.ts";
import { writtenConditions } from "../expect.ts";
import { asExpression } from "../render-because.ts";
import { placesIn } from "../template.ts";
import { problemIn, type Reading, type Rule } from "./reading.ts";

/** Every condition parses, names what there is, and compares what can be compared. */
export const soundConditions: Rule = (reading) => {
  const language = languageOf(reading);
  const { definitions, causes, mitigations, escalation } = reading.draft;
  return [
    ...definitions.flatMap(({ path, text }) => inCondition(reading, language, path, text)),
    ...causes.flatMap(({ path, fields }) => [
      ...optional(reading, language, [...path, "when"], fields.when),
      ...(fields.explains ?? []).flatMap((entry, index) =>
        typeof entry === "string"
          ? []
          : Object.entries(entry).flatMap(([check, when]) =>
              inCondition(reading, language, [...path, "explains", index, check], when),
            ),
      ),
      ...inSentence(reading, language, [...path, "title"], fields.title),
      ...inSentence(reading, language, [...path, "because"], fields.because),
    ]),
    ...mitigations.flatMap(({ path, fields }) => [
      ...optional(reading, language, [...path, "requires"], fields.requires),
      ...notesOf(fields.note).flatMap(({ at, text }) => inSentence(reading, language, [...path, "note", ...at], text)),
    ]),
    ...escalation.flatMap(({ path, fields }) => optional(reading, language, [...path, "when"], fields.when)),
    ...ownConditions(reading),
  ];
};

function languageOf({ draft, catalog, parametersUncertain }: Reading): TypedLanguage {
  return runbookLanguage({
    checks: draft.checks.flatMap(({ id, uses }) =>
      id === null ? [] : [{ id, observed: catalog.probes.get(uses[0]?.type ?? "")?.observed ?? null }],
    ),
    parameters: parametersUncertain
      ? null
      : [
          ...Object.entries(draft.parameters).map(([name, { type }]) => ({ name, type })),
          ...draft.untyped.map((name) => ({ name, type: null })),
        ],
    conditions: [...draft.definitions, ...draft.causes].flatMap(({ id }) =>
      id === null || draft.checks.some((check) => check.id === id) ? [] : [id],
    ),
  });
}

/** `pass`, `fail` and `warn` of the checks, over what their own probe observes. */
function ownConditions(reading: Reading): readonly Problem[] {
  return reading.draft.checks.flatMap(({ path, uses }) =>
    uses.flatMap(({ type, args }) => {
      const written = writtenConditions(args);
      const probe = reading.catalog.probes.get(type);
      if (written.length === 0 || probe === undefined) return [];
      const language = checkLanguage(probe.observed);
      return written.flatMap(([name, text]) => {
        const at = [...path, type, name];
        if (typeof text !== "string")
          return [problemIn(reading, at, `${name} must be a condition`, "put it in quotes")];
        const unsound = inCondition(reading, language, at, text);
        // A warning is evaluated once the verdict is known.
        if (unsound.length > 0 || name === "warn" || probe.afterVerdict === undefined) return unsound;
        return readTooLate(language, text, probe.afterVerdict).map(({ range, message, suggestion }) =>
          problemIn(reading, at, message, suggestion, range),
        );
      });
    }),
  );
}

function optional(reading: Reading, language: TypedLanguage, path: Path, text: string | undefined): readonly Problem[] {
  return text === undefined ? [] : inCondition(reading, language, path, text);
}

function inCondition(reading: Reading, language: TypedLanguage, path: Path, text: string): readonly Problem[] {
  return told(reading.namesUncertain, conditionProblems(language, text)).map(({ range, message, suggestion }) =>
    problemIn(reading, path, message, suggestion, range),
  );
}

/** A name that nobody knows may be that of an entry which could not be read. */
function told(uncertain: boolean, problems: readonly ConditionProblem[]): readonly ConditionProblem[] {
  return uncertain ? problems.filter(({ unknownName }) => unknownName !== true) : problems;
}

function notesOf(
  note: string | Readonly<Record<string, string>> | undefined,
): readonly { readonly at: Path; readonly text: string }[] {
  if (note === undefined) return [];
  return typeof note === "string"
    ? [{ at: [], text: note }]
    : Object.entries(note).map(([cause, text]) => ({ at: [cause], text }));
}

/** The places of a sentence are expressions of any type, or a parameter's name. */
function inSentence(
  reading: Reading,
  language: TypedLanguage,
  path: Path,
  text: string | undefined,
): readonly Problem[] {
  return placesIn(text ?? "").flatMap((part) => {
    if (part.kind === "text" || asExpression(reading.draft, part.text) !== part.text) return [];
    // What is wrong with its type is said there.
    if (reading.draft.untyped.includes(part.text)) return [];
    const uncertain = reading.namesUncertain || reading.parametersUncertain;
    return told(uncertain, conditionProblems(language, part.text, "any")).map(({ range, message, suggestion }) =>
      problemIn(reading, path, message, suggestion, { start: part.offset + range.start, end: part.offset + range.end }),
    );
  });
}
