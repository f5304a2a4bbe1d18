import { located, type Path } from "../source/located.ts";
import { problemAt, type Problem } from "../source/problem.ts";
import { readYaml } from "../source/read-yaml.ts";
import { shownSource } from "./shown-source.ts";

/** What was found about a value of a valid configuration, by something that knows more than the file. */
export interface Remark {
  readonly path: Path;
  readonly message: string;
  readonly suggestion: string | null;
}

/** Remarks as problems of the file, each at its value. */
export function problemsAt(text: string, file: string, remarks: readonly Remark[]): readonly Problem[] {
  if (remarks.length === 0) return [];
  const read = readYaml(text, file);
  if (!read.ok) return [];
  const source = shownSource(read.source, read.root);
  return remarks.map(({ path, message, suggestion }) =>
    problemAt(source, located(read.root, path).range, message, suggestion),
  );
}
