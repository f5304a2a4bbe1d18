import { located } from "../../source/located.ts";
import type { Problem } from "../../source/problem.ts";
import { ofWhole } from "../../source/schema-problems.ts";
import { argumentFindings } from "../argument-findings.ts";
import type { DraftCheck, DraftMitigation } from "../draft.ts";
import { argsOf } from "../expect.ts";
import { problemIn, problemOfKey, type Reading, type Rule } from "./reading.ts";

/** A check has one probe and a mitigation one action, with arguments that fit. */
export const oneUseEach: Rule = (reading) => [
  ...reading.draft.checks.flatMap((check) => exactlyOne(reading, check, "probe", [...reading.catalog.probes.keys()])),
  ...reading.draft.mitigations.flatMap((mitigation) =>
    exactlyOne(reading, mitigation, "action", [...reading.catalog.actions.keys()]),
  ),
];

function exactlyOne(
  reading: Reading,
  { path, uses, maybeUse, written }: DraftCheck | DraftMitigation,
  kind: string,
  types: readonly string[],
): readonly Problem[] {
  const [first, ...others] = uses;
  if (first !== undefined)
    return others.map(({ type }) =>
      problemOfKey(
        reading,
        [...path, type],
        `a second ${kind}: ${first.type} stands here already`,
        "make it an entry of its own",
      ),
    );
  // An unknown key is said already.
  if (maybeUse || written === null) return [];
  return [problemIn(reading, path, `no ${kind} is named`, `add one of ${types.join(", ")}`)];
}

export const fittingArguments: Rule = (reading) => [
  ...reading.draft.checks.flatMap(({ path, uses }) =>
    uses.flatMap((use) => {
      const schema = reading.catalog.probes.get(use.type)?.args;
      return schema === undefined
        ? []
        : complaints(
            reading,
            [...path, use.type],
            argumentFindings(argsOf(use.args), reading.draft.parameters, schema, reading.draft.untyped),
          );
    }),
  ),
  ...reading.draft.mitigations.flatMap(({ path, uses }) =>
    uses.flatMap((use) => {
      const schema = reading.catalog.actions.get(use.type)?.args;
      return schema === undefined
        ? []
        : complaints(
            reading,
            [...path, use.type],
            argumentFindings(use.args, reading.draft.parameters, schema, reading.draft.untyped),
          );
    }),
  ),
];

function complaints(
  reading: Reading,
  base: readonly (string | number)[],
  found: ReturnType<typeof argumentFindings>,
): readonly Problem[] {
  const { value, style } = located(reading.root, base);
  // What has another shape was said to have it.
  if (style !== "collection" || Array.isArray(value)) return [];
  const told = reading.parametersUncertain ? found.filter(({ unknownName }) => unknownName !== true) : found;
  return told.map(({ path, atKey, message, suggestion, inside }) => {
    const words = ofWhole(String(base.at(-1)), path, message);
    return atKey
      ? problemOfKey(reading, [...base, ...path], words, suggestion)
      : problemIn(reading, [...base, ...path], words, suggestion, inside);
  });
}
