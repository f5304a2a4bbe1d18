import type { RunDocument } from "../core/document/run-document.ts";
import type { RunEvent } from "../core/run/event.ts";

/** What was asked of a run and could not be done. */
interface RunError {
  readonly message: string;
  readonly hint: string | null;
}

/** The JSON document with its final newline. */
export function renderJson(document: RunDocument & { readonly error?: RunError }): string {
  return `${escaped(JSON.stringify(document, null, 2))}\n`;
}

/** One event as one line. */
export function renderEvent(event: RunEvent): string {
  return `${escaped(JSON.stringify(event))}\n`;
}

/** JSON leaves these as they are although a terminal obeys them; escaped they mean the same to every reader. */
function escaped(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
