/** Who may be asked to type the name of an environment. */
export interface Typist {
  /** Somebody sits at a terminal. */
  isThere(): boolean;
  /** Whether that is what was typed. */
  types(name: string): Promise<boolean>;
}

/** Why an approval from outside the question is not taken in this environment: a protected one wants its name typed. null: it is taken. */
export async function nameProblem(
  environment: { readonly name: string; readonly protected: boolean },
  typist: Typist,
): Promise<"no terminal" | "not typed" | null> {
  if (!environment.protected) return null;
  if (!typist.isThere()) return "no terminal";
  return (await typist.types(environment.name)) ? null : "not typed";
}
