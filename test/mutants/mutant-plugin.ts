import { mutants } from "./mutants.ts";

/** A vite plugin that breaks one promise while the sources are loaded; without a name it does nothing. */
export function mutantPlugin(name: string | undefined): {
  name: string;
  enforce: "pre";
  transform(code: string, id: string): string | undefined;
} {
  const mutant = mutants.find((candidate) => candidate.name === name);
  if (name !== undefined && mutant === undefined) throw new Error(`there is no mutant "${name}"`);
  return {
    name: "bigops-mutant",
    // Before the types are taken out, so that `find` is the source's own text.
    enforce: "pre",
    transform(code, id) {
      if (mutant === undefined || !id.split("?")[0]?.endsWith(`/${mutant.file}`)) return undefined;
      if (!code.includes(mutant.find)) throw new Error(`${mutant.file} has no "${mutant.find}" to break`);
      return code.replace(mutant.find, mutant.replace);
    },
  };
}
