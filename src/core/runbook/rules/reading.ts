import { keyRange, located, rangeInside, type Located, type Path } from "../../source/located.ts";
import { problemAt, type Problem } from "../../source/problem.ts";
import type { Range, Source } from "../../source/source.ts";
import type { Catalog } from "../catalog.ts";
import type { Draft } from "../draft.ts";

/** A runbook file while its rules are checked. */
export interface Reading {
  readonly source: Source;
  readonly root: Located;
  readonly draft: Draft;
  readonly catalog: Catalog;
  /** Something that has a name could not be read: then a name that is not known may be its, and is no problem of its own. */
  readonly namesUncertain: boolean;
  /** The same of parameters, which have a space of names of their own. */
  readonly parametersUncertain: boolean;
}

/** A rule looks at the whole file and says what breaks it. */
export type Rule = (reading: Reading) => readonly Problem[];

/** A problem of the value at a path, or of a part of its text. */
export function problemIn(
  { source, root }: Reading,
  path: Path,
  message: string,
  suggestion: string | null = null,
  inside: Range | null = null,
): Problem {
  const there = located(root, path);
  return problemAt(
    source,
    inside === null ? there.range : rangeInside(source.text, there, inside),
    message,
    suggestion,
  );
}

/** A problem of the name at the end of a path. */
export function problemOfKey(
  { source, root }: Reading,
  path: Path,
  message: string,
  suggestion: string | null = null,
): Problem {
  return problemAt(source, keyRange(root, path), message, suggestion);
}
