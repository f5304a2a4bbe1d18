import type { z } from "zod";

/** What reading a runbook needs to know of a probe; the probes themselves fit. */
export interface CatalogProbe {
  readonly type: string;
  readonly title: string;
  readonly args: z.ZodType;
  readonly observed: z.ZodObject;
  /** Fields of `observed` that are known only once the verdict is: a check's own `pass` and `fail` may not read them. */
  readonly afterVerdict?: readonly string[];
}

/** What reading a runbook needs to know of an action; the actions themselves fit. */
export interface CatalogAction {
  readonly type: string;
  readonly title: string;
  readonly args: z.ZodType;
}

/**
 * The probes and actions that a runbook may use, by type. A text field of `args` may say in `.meta({ language })` into what its text is put, so that
 * parameters inside of it are written safely: see `languages.ts`.
 */
export interface Catalog {
  readonly probes: ReadonlyMap<string, CatalogProbe>;
  readonly actions: ReadonlyMap<string, CatalogAction>;
}
