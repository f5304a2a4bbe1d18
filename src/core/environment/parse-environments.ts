import { meant } from "../source/nearest-name.ts";
import type { z } from "zod";
import { keyRange, located, type Located } from "../source/located.ts";
import { misspeltProblems, underMeantKeys } from "../source/misspelt-keys.ts";
import { IN_PLAIN_WORDS } from "../source/plain-words.ts";
import { inOrder, problemAt, type Problem } from "../source/problem.ts";
import { readYaml } from "../source/read-yaml.ts";
import { findings, schemaProblems } from "../source/schema-problems.ts";
import type { Range, Source } from "../source/source.ts";
import type { Environment } from "./environment.ts";
import { environmentsSchema } from "./file-schema.ts";
import { maskedText } from "./masked-text.ts";
import { normalizeEnvironment } from "./normalize-environment.ts";
import { oddValues } from "./odd-values.ts";
import { shownSource } from "./shown-source.ts";
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
  const read = readYaml(text, file, maskedText);
  if (!read.ok) return read;
  if (read.root.value === null) return { ok: true, default: null, runbooks: [], environments: new Map() };
  const { root, misspelt } = underMeantKeys(read.root, environmentsSchema);
  const secrets = secretsInText(root);
  const shape = environmentsSchema.safeParse(root.value, IN_PLAIN_WORDS);
  const source = shownSource(read.source, root, [
    ...unknownValues(root, shape.error),
    ...misspelt.flatMap(({ value }) => (value.style === "collection" ? [] : [value.range])),
  ]);
  const written = secrets.flatMap(({ message, range, suggestion }) =>
    message === null ? [] : [problemAt(source, range, message, suggestion)],
  );
  const odd = oddValues(root, folder, home).map(({ path, message, suggestion }) =>
    problemAt(source, located(root, path).range, message, suggestion),
  );
  const shapeless = shape.success ? [] : schemaProblems(source, root, environmentsSchema, shape.error);
  const known = new Set(written.map(place));
  const problems = [
    ...written,
    ...[...shapeless, ...odd].filter((problem) => !known.has(place(problem))),
    ...misspeltProblems(source, misspelt),
    ...nameProblems(source, root),
  ];
  if (problems.length > 0 || !shape.success) return { ok: false, problems: inOrder(problems) };
  const { default: standard = null, runbooks = [], environments = {} } = shape.data;
  const normal = Object.entries(environments).map(
    ([name, entry]) => [name, normalizeEnvironment(name, entry, { folder, home })] as const,
  );
  return { ok: true, default: standard, runbooks, environments: new Map(normal) };
}

/** The default is an environment that there is, and the built-in one is nobody's. */
function nameProblems(source: Source, root: Located): readonly Problem[] {
  const standard = root.entries.get("default")?.value;
  const environments = root.entries.get("environments")?.value ?? null;
  // Where they have another shape, or stand behind a key that nobody knows, no name is known.
  const known = [...root.entries.keys()].every((key) => key in environmentsSchema.shape);
  if (environments === null ? !known : !isMapping(environments)) return [];
  const names = [...(environments?.entries.keys() ?? [])];
  const wanted = typeof standard?.value === "string" && standard.value !== "" ? standard.value : SANDBOX;
  return [
    ...(standard === undefined || wanted === SANDBOX || names.includes(wanted)
      ? []
      : [problemAt(source, standard.range, `there is no environment ${wanted}`, meant(wanted, [...names, SANDBOX]))]),
    ...(names.includes(SANDBOX)
      ? [problemAt(source, keyRange(root, ["environments", SANDBOX]), `${SANDBOX} is built in`, "choose another name")]
      : []),
  ];
}

function isMapping({ value, style }: Located): boolean {
  return style === "collection" && !Array.isArray(value);
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
