import type { RunDocument } from "../core/document/run-document.ts";

/** What was asked of a run and could not be done. */
interface RunError {
  readonly message: string;
  readonly hint: string | null;
}

/** The JSON document with its final newline. */
export function renderJson(document: RunDocument & { readonly error?: RunError }): string {
  return jsonLines(document);
}

/** Any value as indented JSON with a final newline, safe to show. */
export function jsonLines(value: unknown): string {
  return `${shownJson(JSON.stringify(value, null, 2))}\n`;
}

/** JSON leaves as they are what a terminal obeys, reorders or hides; escaped they mean the same to every reader. */
export function shownJson(json: string): string {
  return json.replace(OBEYED, (found) =>
    Array.from(
      { length: found.length },
      (_, unit) => `\\u${found.charCodeAt(unit).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}

const OBEYED = /[\u007f-\u009f\u2028\u2029\ufff9-\ufffb]|\p{Default_Ignorable_Code_Point}/gu;
