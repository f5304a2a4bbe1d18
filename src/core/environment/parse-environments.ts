import { meant } from "../source/nearest-name.ts";
import type { z } from "zod";
import { keyRange, located, type Located, type Path } from "../source/located.ts";
import { inOrder, problemAt, type Problem } from "../source/problem.ts";
import { readYaml } from "../source/read-yaml.ts";
import { findings, schemaProblems } from "../source/schema-problems.ts";
import { sourceOf, type Range, type Source } from "../source/source.ts";
import type { Environment } from "./environment.ts";
import { environmentsSchema } from "./file-schema.ts";
import { normalizeEnvironment } from "./normalize-environment.ts";
import { secretsInText } from "./secrets-in-text.ts";

/** The embedded platform's name on the command line; no file can take it. */
const SANDBOX = "sandbox";

export type ParsedEnvironments =
  | {
      readonly ok: true;
      readonly default: string | null;
      /** Folders as written, from the file's folder. */
      readonly runbooks: readonly string[];
      readonly environments: ReadonlyMap<string, Environment>;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads bigops.yaml, offline: all that is wrong with it at once. `folder` is the file's own, absolute; `home` the user's, for paths that begin with `~/`.
 * A secret in the text is refused and hidden from the problems' code frames. Never throws.
 */
export function parseEnvironments(
  text: string,
  file: string,
  folder: string,
  home: string | null = null,
): ParsedEnvironments {
  const read = readYaml(text, file);
  if (!read.ok) return { ok: false, problems: read.problems.map((problem) => ({ ...problem, frame: "" })) };
  const { root } = read;
  if (root.value === null) return { ok: true, default: null, runbooks: [], environments: new Map() };
  const secrets = secretsInText(root);
  const shape = environmentsSchema.safeParse(root.value, { reportInput: true });
  const hidden = [...secrets.map(({ range }) => range), ...unknownValues(root, shape.error)];
  const source = hiding(read.source, hidden);
  const written = secrets.flatMap(({ message, range, suggestion }) =>
    message === null ? [] : [problemAt(source, range, message, suggestion)],
  );
  if (!shape.success) {
    const known = new Set(written.map(place));
    const others = schemaProblems(source, root, environmentsSchema, shape.error).filter(
      (problem) => !known.has(place(problem)),
    );
    return { ok: false, problems: inOrder([...written, ...others]) };
  }
  const { default: standard = null, runbooks = [], environments = {} } = shape.data;
  const names = Object.keys(environments);
  const problems = [...written];
  const report = (path: Path, message: string, suggestion: string | null): void => {
    problems.push(problemAt(source, located(root, path).range, message, suggestion));
  };
  if (standard !== null && standard !== SANDBOX && !names.includes(standard))
    report(["default"], `there is no environment ${standard}`, meant(standard, [...names, SANDBOX]));
  if (names.includes(SANDBOX))
    problems.push(
      problemAt(source, keyRange(root, ["environments", SANDBOX]), `${SANDBOX} is built in`, "choose another name"),
    );
  const normal = names.map((name) => {
    const entry = environments[name] ?? {};
    return [
      name,
      normalizeEnvironment(name, entry, {
        folder,
        home,
        report: (path, ...rest) => report(["environments", name, ...path], ...rest),
      }),
    ] as const;
  });
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) };
  return { ok: true, default: standard, runbooks, environments: new Map(normal) };
}

/** What stands behind a key that is not known: perhaps the misspelt name of a secret. */
function unknownValues(root: Located, error: z.ZodError | undefined): readonly Range[] {
  return findings(environmentsSchema, error?.issues ?? [])
    .filter(({ atKey }) => atKey)
    .map(({ path }) => located(root, path))
    .filter(({ style }) => style !== "collection")
    .map(({ range }) => range);
}

function place({ line, column }: Problem): string {
  return `${line}:${column}`;
}

/** The same source, with what may be secret shown as asterisks. */
function hiding(source: Source, ranges: readonly Range[]): Source {
  const text = ranges.reduce(
    (sofar, { start, end }) =>
      sofar.slice(0, start) + sofar.slice(start, end).replace(/[^\n]/g, "*") + sofar.slice(end),
    source.text,
  );
  return sourceOf(text, source.file);
}
