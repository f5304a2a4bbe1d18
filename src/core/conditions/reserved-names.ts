/** Names with a meaning of their own in CEL, the one under which the parameters stand, and the check of the alert that a run may begin with. */
export const RESERVED: ReadonlySet<string> = new Set(
  (
    "alert params parameters true false null in as break const continue else for function if import let loop package namespace return var void while " +
    "int uint double bool string bytes list map type null_type dyn timestamp duration google cel optional math strings percent quotient"
  ).split(" "),
);

/** Whether a name can stand for a variable; what cannot is a problem of its own. */
export function isUsableName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !RESERVED.has(name);
}
