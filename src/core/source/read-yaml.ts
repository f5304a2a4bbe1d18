import { Composer, type Document } from "yaml";
import { boundedTokens } from "./bounded-tokens.ts";
import { locateNodes } from "./locate-nodes.ts";
import type { Located } from "./located.ts";
import { inOrder, problemAt, type Problem } from "./problem.ts";
import { yamlWords } from "./yaml-words.ts";
import { lineOf, positionOf, sourceOf, type Range, type Source } from "./source.ts";

/** Far above any file that a person writes. */
export const MAX_BYTES = 256 * 1024;

const MAX_PROBLEMS = 50;

const ECHO_LINES = 3;

export type ReadYaml =
  | { readonly ok: true; readonly source: Source; readonly root: Located }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads one YAML 1.2 document as data, every value with its place. Refused: more than 256 KB, custom tags, duplicate keys, a second document,
 * values nested or repeated beyond reason. Never throws; takes bounded time. `shown`: what the code frames may show of a text, of the same length.
 */
export function readYaml(text: string, file: string, shown: (text: string) => string = (whole) => whole): ReadYaml {
  const tooLarge = text.length > MAX_BYTES || new TextEncoder().encode(text).length > MAX_BYTES;
  if (tooLarge) {
    const empty = sourceOf("", file);
    return refuse([
      problemAt(
        empty,
        { start: 0, end: 0 },
        `larger than ${MAX_BYTES / 1024} KB`,
        "split it, or leave out what it need not hold",
      ),
    ]);
  }
  const source = sourceOf(text, file);
  const refuseAt = (
    found: readonly { readonly range: Range; readonly message: string; readonly help?: string | null }[],
  ): ReadYaml => {
    const safe = sourceOf(shown(text), file);
    return refuse(found.map(({ range, message, help = null }) => problemAt(safe, range, message, help)));
  };
  // NUL bytes are UTF-16's; what is no UTF-8 was read as the replacement character.
  const strange = text.search(/[\u0000\ufffd]/);
  if (strange >= 0)
    return refuseAt([
      { range: { start: strange, end: strange + 1 }, message: "the file is not UTF-8 text", help: "save it as UTF-8" },
    ]);
  const bounded = boundedTokens(text);
  if (!("tokens" in bounded)) return refuseAt([bounded]);
  const composer = new Composer({ uniqueKeys: false, version: "1.2" });
  // There is one always, also of an empty text: that is asked for.
  const documents = [...composer.compose(bounded.tokens, true, text.length)] as [Document, ...Document[]];
  const [document, second] = documents;
  const slips = [...document.errors, ...document.warnings]
    .slice(0, MAX_PROBLEMS)
    .map(({ code, pos: [start, end], message }) => ({
      range: { start, end },
      message: yamlWords(code, message),
      help: quotesHelp(source, code, start),
    }));
  const another = second?.range?.[0] ?? text.length;
  const found =
    second === undefined
      ? slips
      : [...slips, { range: { start: another, end: another + 3 }, message: yamlWords("MULTIPLE_DOCS", "") }];
  if (found.length > 0) {
    const refused = refuseAt(found);
    return refused.ok ? refused : refuse(withoutEchoes(refused.problems));
  }
  const { root, problems: odd } = locateNodes(document);
  return odd.length > 0 ? refuseAt(odd.slice(0, MAX_PROBLEMS)) : { ok: true, source, root };
}

/** A syntax error throws the reader off for a few lines: what it complains of there is the same slip. */
function withoutEchoes(problems: readonly Problem[]): readonly Problem[] {
  return problems.reduce<readonly Problem[]>((kept, problem) => {
    const last = kept.at(-1);
    return last !== undefined && problem.line - last.line <= ECHO_LINES ? kept : [...kept, problem];
  }, []);
}

/** The two slips that quotes cure: a place for a parameter reads as a mapping, and so does a colon inside of a text. */
function quotesHelp(source: Source, code: string, start: number): string | null {
  const line = lineOf(source, positionOf(source, start).line);
  if (/:\s+\{\{/.test(line)) return 'a value with {{ }} stands in quotes: "{{ name }}"';
  return code === "BLOCK_AS_IMPLICIT_KEY" && line.split(/:\s/).length > 2
    ? "a text with a colon in it stands in quotes"
    : null;
}

function refuse(problems: readonly Problem[]): ReadYaml {
  return { ok: false, problems: inOrder(problems) };
}
