/** Kebab-case: what checks, causes, mitigations, definitions and runbooks are called in files and on screen. */
export const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** An id as conditions write it: a hyphen would be a minus. */
export function variableOf(id: string): string {
  return id.replaceAll("-", "_");
}
