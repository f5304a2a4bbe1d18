import { type Document, isCollection, isNode, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import type { Path } from "../../core/source/located.ts";
import { IN_PLAIN_WORDS } from "../../core/source/plain-words.ts";
import { findings } from "../../core/source/schema-problems.ts";
import { yamlWords } from "../../core/source/yaml-words.ts";
import { ClientError } from "../client-error.ts";
import { kubeconfigSchema } from "./kubeconfig-schema.ts";

/** More are no help. */
const MOST = 10;

/** A kubeconfig's text as far as it is read here. Throws ClientError `not-configured` with every place that is wrong; nothing of the text is quoted, as it holds secrets. */
export function parseKubeconfig(path: string, text: string): z.output<typeof kubeconfigSchema> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  const broken = document.errors[0];
  if (broken !== undefined) throw invalid(path, [{ at: at(broken.pos[0]), what: wordsOf(broken) }]);
  const result = kubeconfigSchema.safeParse(contentOf(document, path), IN_PLAIN_WORDS);
  if (result.success) return result.data;
  const found = findings(kubeconfigSchema, result.error.issues).map(({ path: inside, message, suggestion }) => ({
    at: at(offsetOf(document, inside)),
    what: `${message}${suggestion === null ? "" : ` (${suggestion})`}`,
  }));
  throw invalid(path, found);
}

/** Of these the reader's words quote the text. */
const QUOTING: ReadonlySet<string> = new Set(["TAG_RESOLVE_FAILED", "BAD_DQ_ESCAPE", "BAD_SCALAR_START"]);

function wordsOf({ code, message }: Document["errors"][number]): string {
  return yamlWords(code, QUOTING.has(code) ? "" : message);
}

function contentOf(document: Document, path: string): unknown {
  try {
    return document.toJS() ?? {};
  } catch {
    throw invalid(path, [{ at: null, what: "an alias (*) or a merge in it leads nowhere, or to too much" }]);
  }
}

/** Where a value begins; of one that is missing, what it is missing in. */
function offsetOf({ contents }: Document, path: Path): number {
  let here: unknown = contents;
  let offset = 0;
  for (const step of [null, ...path]) {
    if (step !== null) here = isCollection(here) ? here.get(step, true) : undefined;
    if (!isNode(here)) break;
    offset = here.range?.[0] ?? offset;
  }
  return offset;
}

/** `at`: line and column; null where no place is known. */
function invalid(path: string, found: readonly { readonly at: string | null; readonly what: string }[]): ClientError {
  const [first, ...others] = found;
  const place = first?.at === null || first === undefined ? path : `${path}:${first.at}`;
  const more = others.slice(0, MOST).map(({ at, what }) => `at ${at ?? "the end"} ${what}`);
  const rest = others.length > MOST ? [`and ${others.length - MOST} more places`] : [];
  return new ClientError(
    "not-configured",
    `${place} is no kubeconfig: ${[first?.what ?? "it has another shape", ...more, ...rest].join("; ")}`,
    "correct the file, or name another with --kubeconfig",
  );
}
