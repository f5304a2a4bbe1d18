import { compile } from "../../conditions/compile.ts";
import { namesIn } from "../../conditions/syntax.ts";
import type { Path } from "../../source/located.ts";
import { variableOf } from "../ids.ts";
import { problemIn, type Rule } from "./reading.ts";

interface Link {
  readonly name: string;
  readonly to: readonly string[];
  /** Where a circle through this one is reported. */
  readonly path: Path;
}

/** Nothing waits for itself: checks that need each other, conditions that are built on each other, mitigations that stand in for each other. */
export const noCycles: Rule = (reading) => {
  const { checks, definitions, causes, mitigations } = reading.draft;
  const needs = checks.flatMap(({ id, path, fields }) =>
    id === null ? [] : [{ name: id, to: fields.needs ?? [], path: [...path, "needs"] }],
  );
  const standIns = mitigations.flatMap(({ id, path, fields }) =>
    id === null || fields.insteadOf === undefined
      ? []
      : [{ name: id, to: [fields.insteadOf], path: [...path, "insteadOf"] }],
  );
  const conditions = [
    ...definitions.map(({ id, path, text }) => ({ name: variableOf(id), to: namesOf(text), path })),
    ...causes.flatMap(({ id, path, fields }) =>
      id === null || checks.some((check) => check.id === id)
        ? []
        : [{ name: variableOf(id), to: namesOf(fields.when ?? ""), path: [...path, "when"] }],
    ),
  ];
  return [
    ...circles(needs).map(({ path, names }) =>
      problemIn(reading, path, `these checks wait for each other: ${names.join(" → ")}`),
    ),
    ...circles(standIns).map(({ path, names }) =>
      problemIn(reading, path, `these mitigations stand in for each other: ${names.join(" → ")}`),
    ),
    ...circles(conditions).map(({ path, names }) =>
      problemIn(reading, path, `these conditions go round in a circle: ${names.join(" → ")}`),
    ),
  ];
};

function namesOf(condition: string): readonly string[] {
  try {
    return namesIn(compile(condition).syntax).map(({ name }) => name);
  } catch {
    return [];
  }
}

/** Each circle once, at its first member. */
function circles(links: readonly Link[]): readonly { readonly path: Path; readonly names: readonly string[] }[] {
  const byName = new Map(links.map((link) => [link.name, link]));
  const done = new Set<string>();
  const found: { path: Path; names: readonly string[] }[] = [];
  const visit = (link: Link, trail: readonly string[]): void => {
    const start = trail.indexOf(link.name);
    if (start >= 0) {
      const members = trail.slice(start);
      const first = links.find(({ name }) => members.includes(name)) ?? link;
      found.push({ path: first.path, names: [...members, link.name] });
      return;
    }
    if (done.has(link.name)) return;
    for (const name of link.to) {
      const next = byName.get(name);
      if (next !== undefined) visit(next, [...trail, link.name]);
    }
    done.add(link.name);
  };
  for (const link of links) visit(link, []);
  return found;
}
