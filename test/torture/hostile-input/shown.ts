/** What a terminal obeys, or what reorders or hides text on it; newlines stay. */
const OBEYED =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb]|(?![\u0020-\u007e])\p{Default_Ignorable_Code_Point}|\p{Surrogate}/u;

/** A frame of this program's own stack; those of other programs stand in logs and exceptions. */
const OWN_STACK = /^\s+at .*(?:node:internal|\/src\/[\w/-]+\.ts|bigops\.js|node_modules)/m;

/** Why a text may not be shown on a terminal; null where it may. */
export function unfitForTerminal(text: string): string | null {
  const found = OBEYED.exec(text);
  if (found !== null)
    return `U+${(found[0].codePointAt(0) ?? 0).toString(16).padStart(4, "0")} reaches the terminal: ${near(text, found.index)}`;
  const stack = OWN_STACK.exec(text);
  return stack === null ? null : `a stack trace is shown: ${near(text, stack.index)}`;
}

function near(text: string, at: number): string {
  return JSON.stringify(text.slice(Math.max(0, at - 40), at + 40));
}
