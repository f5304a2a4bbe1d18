/** The terminal can only print: no colour, no moving cursor, no question that keys choose from. As an editor's shell has it. */
export function isDumb(env: Readonly<Record<string, string | undefined>>): boolean {
  return env["TERM"] === "dumb";
}
