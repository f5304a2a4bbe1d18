import type { z } from "zod";
import { canonicalJson } from "../digest/canonical-json.ts";
import { sha256Hex } from "../digest/sha256.ts";
import type { Located } from "../source/located.ts";
import { inOrder, problemAt, type Problem } from "../source/problem.ts";
import { readYaml } from "../source/read-yaml.ts";
import { misspeltProblems, underMeantKeys } from "../source/misspelt-keys.ts";
import { IN_PLAIN_WORDS } from "../source/plain-words.ts";
import { schemaProblems } from "../source/schema-problems.ts";
import type { Catalog } from "./catalog.ts";
import { draftOf } from "./draft.ts";
import { fileSchema } from "./file-schema.ts";
import { namesSchema } from "./names-schema.ts";
import { normalize } from "./normalize.ts";
import { calledByFile } from "./rules/called-by-file.ts";
import { soundConditions } from "./rules/conditions.ts";
import { noCycles } from "./rules/cycles.ts";
import { uniqueIds } from "./rules/ids.ts";
import { reachable } from "./rules/reachable.ts";
import type { Reading, Rule } from "./rules/reading.ts";
import { knownReferences, soundValues } from "./rules/references.ts";
import { fittingArguments, oneUseEach } from "./rules/uses.ts";
import type { Runbook } from "./runbook.ts";

const RULES: readonly Rule[] = [
  uniqueIds,
  oneUseEach,
  fittingArguments,
  soundConditions,
  knownReferences,
  soundValues,
  noCycles,
  reachable,
];

export type ParsedRunbook =
  | {
      readonly ok: true;
      readonly runbook: Runbook;
      /** SHA-256 of the runbook's meaning: comments and layout do not count. */
      readonly hash: string;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const NAMING = ["investigation", "define", "causes", "mitigation"];

/** A section that is missing beside a key that nobody knows, one of another shape, or an entry without a proper id. */
function hidesNames({ code, path }: z.core.$ZodIssue, file: Located): boolean {
  const [section, , field] = path;
  if (path.length === 0) return NAMING.some((name) => !file.entries.has(name));
  if (!NAMING.includes(String(section))) return false;
  return path.length < 3 ? code !== "unrecognized_keys" : field === "id";
}

/** No parameters but a key that nobody knows, or parameters that are no mapping. */
function hidesParameters({ path }: z.core.$ZodIssue, file: Located): boolean {
  if (path.length === 0) return !file.entries.has("parameters");
  return path.length === 1 && path[0] === "parameters";
}

/**
 * Reads and validates a runbook file, offline: all that is wrong with it at once, in the order of the file. Never throws.
 * `calledAs`: what its folder calls it by; null for a file that was named by itself.
 */
export function parseRunbook(
  text: string,
  file: string,
  catalog: Catalog,
  calledAs: string | null = null,
): ParsedRunbook {
  const read = readYaml(text, file);
  if (!read.ok) return read;
  const { source } = read;
  if (read.root.value === null)
    return {
      ok: false,
      problems: [
        problemAt(
          source,
          read.root.range,
          "the file is empty",
          "bigops explain kubernetes.pods shows a check to begin with; the README has a whole runbook",
        ),
      ],
    };
  const { root, misspelt } = underMeantKeys(read.root, namesSchema(catalog));
  const schema = fileSchema(catalog);
  const shape = schema.safeParse(root.value, IN_PLAIN_WORDS);
  const draft = draftOf(root, catalog);
  const issues = shape.success ? [] : shape.error.issues;
  const namesUncertain = issues.some((issue) => hidesNames(issue, root));
  const parametersUncertain = issues.some((issue) => hidesParameters(issue, root));
  const reading: Reading = { source, root, catalog, draft, namesUncertain, parametersUncertain };
  const problems = [
    ...misspeltProblems(source, misspelt),
    ...(shape.success ? [] : schemaProblems(source, root, schema, shape.error)),
    ...RULES.flatMap((rule) => rule(reading)),
    ...(calledAs === null ? [] : calledByFile(reading, calledAs)),
  ];
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) };
  const runbook = normalize(root.value, reading.draft, catalog);
  return { ok: true, runbook, hash: sha256Hex(canonicalJson(JSON.parse(JSON.stringify(runbook)))) };
}
