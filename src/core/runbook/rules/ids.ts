import { RESERVED } from "../../conditions/reserved-names.ts";
import { variableOf } from "../ids.ts";
import type { Path } from "../../source/located.ts";
import type { Problem } from "../../source/problem.ts";
import { problemIn, problemOfKey, type Rule } from "./reading.ts";

/**
 * Checks, definitions and causes share one space of names; mitigations have their own. No name twice, also not with underscores for hyphens. But a cause
 * may be called as the check is that finds it: in conditions the name is the check's.
 */
export const uniqueIds: Rule = (reading) => {
  const { checks, definitions, causes, mitigations } = reading.draft;
  const named = [
    ...checks.map(({ id, path }) => ({ id, kind: "check", path: [...path, "id"] })),
    ...definitions.map(({ id, path }) => ({ id, kind: "definition", path })),
    ...causes.map(({ id, path }) => ({ id, kind: "cause", path: [...path, "id"] })),
  ];
  const changes = mitigations.map(({ id, path }) => ({ id, kind: "mitigation", path: [...path, "id"] }));
  const report = (path: Path, kind: string, message: string): Problem =>
    kind === "definition" ? problemOfKey(reading, path, message) : problemIn(reading, path, message);
  const reserved = named.filter(({ id }) => id !== null && RESERVED.has(variableOf(id)));
  return [
    ...reserved.map(({ id, kind, path }) =>
      report(path, kind, `${id} means something else in conditions; choose another id`),
    ),
    ...[named, changes].flatMap((space) =>
      collisions(space).map(({ path, kind, message }) => report(path, kind, message)),
    ),
    ...parameterCollisions(Object.keys(reading.draft.parameters)).map(({ name, message }) =>
      problemOfKey(reading, ["parameters", name], message),
    ),
  ];
};

interface Name {
  readonly id: string | null;
  readonly kind: string;
  readonly path: Path;
}

function collisions(
  names: readonly Name[],
): readonly { readonly path: Path; readonly kind: string; readonly message: string }[] {
  const taken = new Map<string, Name>();
  return names.flatMap((name) => {
    if (name.id === null) return [];
    const variable = variableOf(name.id);
    const other = taken.get(variable);
    const asCheck = other?.kind === "check" && name.kind === "cause" && other.id === name.id;
    if (other === undefined || asCheck) {
      taken.set(variable, name);
      return [];
    }
    const message =
      other.id === name.id
        ? `the ${other.kind} above is called ${name.id} already`
        : `${name.id} and ${other.id} are both ${variable} in conditions`;
    return [{ path: name.path, kind: name.kind, message }];
  });
}

function parameterCollisions(names: readonly string[]): readonly { readonly name: string; readonly message: string }[] {
  const taken = new Map<string, string>();
  return names.flatMap((name) => {
    const variable = variableOf(name);
    const other = taken.get(variable);
    taken.set(variable, other ?? name);
    return other === undefined
      ? []
      : [{ name, message: `${name} and ${other} are both params.${variable} in conditions` }];
  });
}
