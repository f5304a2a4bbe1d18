import type { Path } from "../../source/located.ts";
import { meant } from "../../source/nearest-name.ts";
import type { Problem } from "../../source/problem.ts";
import { parseDuration } from "../../duration.ts";
import type { MitigationFields } from "../draft.ts";
import { typeProblem } from "../type-problem.ts";
import { wholePlace } from "../render-args.ts";
import { problemIn, problemOfKey, type Reading, type Rule } from "./reading.ts";

/** Everything that is named by its id is there. */
export const knownReferences: Rule = (reading) => {
  const { checks, causes, mitigations } = reading.draft;
  const checkIds = idsOf(checks);
  const causeIds = idsOf(causes);
  return [
    ...checks.flatMap(({ path, fields }) => each(reading, [...path, "needs"], fields.needs, "check", checkIds)),
    ...causes.flatMap(({ path, fields }) =>
      (fields.explains ?? []).flatMap((entry, index) =>
        (typeof entry === "string" ? [entry] : Object.keys(entry)).flatMap((id) =>
          one(reading, [...path, "explains", index], id, "check", checkIds),
        ),
      ),
    ),
    ...mitigations.flatMap(({ path, fields }) => {
      const { for: target = [], verify, guard, note } = fields;
      return [
        ...(typeof target === "string"
          ? one(reading, [...path, "for"], target, "cause", causeIds)
          : each(reading, [...path, "for"], target, "cause", causeIds)),
        ...each(reading, [...path, "verify"], verify, "check", checkIds),
        ...each(reading, [...path, "guard"], guard, "check", checkIds),
        ...guardProblems(reading, [...path, "guard"], fields),
        ...insteadOfProblems(reading, path, fields),
        ...Object.keys(typeof note === "object" ? note : {})
          .filter((cause) => fields.for !== undefined && ![target].flat().includes(cause))
          .map((cause) =>
            problemOfKey(
              reading,
              [...path, "note", cause],
              `the mitigation is not for a cause ${cause}`,
              meant(cause, [target].flat()),
            ),
          ),
      ];
    }),
  ];
};

/** What a change is to heal cannot be what it must not break; and once is enough. */
function guardProblems(
  reading: Reading,
  path: Path,
  { verify = [], guard = [] }: Partial<MitigationFields>,
): readonly Problem[] {
  return guard.flatMap((id, index) => {
    const at = [...path, index];
    if (verify.includes(id))
      return [
        problemIn(
          reading,
          at,
          `${id} stands in verify already`,
          "verify is what it is to heal, guard what it must not break: leave it in one of the two",
        ),
      ];
    return guard.indexOf(id) < index ? [problemIn(reading, at, `${id} is a guard already`, "leave it out here")] : [];
  });
}

/** A stand-in is for causes of the one that it stands in for: for another it could never be planned. */
function insteadOfProblems(reading: Reading, path: Path, fields: Partial<MitigationFields>): readonly Problem[] {
  const { insteadOf } = fields;
  if (insteadOf === undefined) return [];
  const { mitigations } = reading.draft;
  const unknown = one(reading, [...path, "insteadOf"], insteadOf, "mitigation", idsOf(mitigations));
  const other = mitigations.find(({ id }) => id === insteadOf)?.fields.for;
  if (other === undefined) return unknown;
  const served = [other].flat();
  return [fields.for ?? []]
    .flat()
    .filter((cause) => !served.includes(cause))
    .map((cause) =>
      problemIn(
        reading,
        [...path, "insteadOf"],
        `it can never be proposed for ${cause}: ${insteadOf} is not for that`,
        `${insteadOf} is for ${served.join(", ")}`,
      ),
    );
}

function idsOf(entries: readonly { readonly id: string | null }[]): readonly string[] {
  return entries.flatMap(({ id }) => (id === null ? [] : [id]));
}

function each(
  reading: Reading,
  path: Path,
  ids: readonly string[] | undefined,
  kind: string,
  known: readonly string[],
): readonly Problem[] {
  return (ids ?? []).flatMap((id, index) => one(reading, [...path, index], id, kind, known));
}

function one(reading: Reading, path: Path, id: string, kind: string, known: readonly string[]): readonly Problem[] {
  if (known.includes(id) || reading.namesUncertain) return [];
  return [problemIn(reading, path, `there is no ${kind} ${id}`, meant(id, known))];
}

/** At least one check decides; a step of the escalation has one of `after` and `when`; parameters have defaults of their type. */
export const soundValues: Rule = (reading) => {
  const { checks, escalation, parameters } = reading.draft;
  return [
    ...(checks.length > 0 && checks.every(({ fields }) => fields.role === "evidence")
      ? [
          problemOfKey(
            reading,
            ["investigation"],
            "no check is a symptom, so nothing can be found wrong",
            "leave role away where a check decides",
          ),
        ]
      : []),
    ...escalation.flatMap(({ path, written }) =>
      written === null || written.has("after") !== written.has("when")
        ? []
        : [problemIn(reading, path, "a step has either after or when", "e.g. { after: 10m, page: secondary }")],
    ),
    ...Object.entries(parameters).flatMap(([name, { type, default: standard, required }]) => {
      if (standard === null) return [];
      const path = ["parameters", name, "default"];
      const wrong = typeProblem(type, standard);
      if (wrong !== null) return [problemIn(reading, path, `the default of ${name} is ${wrong}`)];
      return required
        ? []
        : [
            problemOfKey(
              reading,
              ["parameters", name, "optional"],
              `${name} has a default, so it never stays away`,
              "leave one of the two",
            ),
          ];
    }),
    ...durationProblems(reading, "interval"),
    ...durationProblems(reading, "within"),
  ];
};

function durationProblems(reading: Reading, field: "interval" | "within"): readonly Problem[] {
  const path = ["verification", field];
  const text = reading.root.entries.get("verification")?.value.entries.get(field)?.value.value;
  if (typeof text !== "string" || text === "") return [];
  const zero = (at: readonly string[]) =>
    field === "interval" ? [problemIn(reading, at, "the interval between two samples must be longer than 0s")] : [];
  const name = wholePlace(text);
  if (name === null) {
    const ms = parseDuration(text);
    if (ms === null)
      return [problemIn(reading, path, `${text} is no duration such as 15s`, `or name a parameter: "{{ ${field} }}"`)];
    return ms === 0 ? zero(path) : [];
  }
  const { parameters, untyped } = reading.draft;
  // What is wrong with its type is said there.
  if (untyped.includes(name)) return [];
  const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (parameter === undefined) {
    if (reading.parametersUncertain) return [];
    const known = [...Object.keys(parameters), ...untyped];
    return [problemIn(reading, path, `there is no parameter ${name}`, meant(name, known))];
  }
  if (parameter.type !== "duration") return [problemIn(reading, path, `parameter ${name} is no duration`)];
  if (parameter.default === null && !parameter.required)
    return [
      problemIn(reading, path, `parameter ${name} may have no value, and ${field} needs one`, "give it a default"),
    ];
  return parseDuration(String(parameter.default)) === 0 ? zero(["parameters", name, "default"]) : [];
}
