import type { Located } from "../source/located.ts";
import { sourceOf, type Range, type Source } from "../source/source.ts";
import { secretsInText } from "./secrets-in-text.ts";

/** A configuration as it may be shown: with what is or may be secret, and other `hidden` places, as asterisks. */
export function shownSource(source: Source, root: Located, hidden: readonly Range[] = []): Source {
  const text = [...secretsInText(root).map(({ range }) => range), ...hidden].reduce(
    (sofar, { start, end }) =>
      sofar.slice(0, start) + sofar.slice(start, end).replace(/[^\n]/g, "*") + sofar.slice(end),
    source.text,
  );
  return sourceOf(text, source.file);
}
