import type { Catalog } from "./catalog.ts";
import { resolveParameters, valueProblem } from "./resolve-parameters.ts";
import type { Runbook } from "./runbook.ts";
import { unfitArguments } from "./unfit-arguments.ts";

type Defaults = Readonly<Record<string, string | number | boolean>>;

/** A parameter that an environment sets to what a runbook cannot take. */
export interface UnfitDefault {
  readonly parameter: string;
  /** To stand after the parameter's name. */
  readonly message: string;
  /** The runbooks' names. */
  readonly runbooks: readonly string[];
}

/** What an environment's parameters make impossible, before anything is run with them. A parameter that a runbook lacks is another's. */
export function unfitDefaults(
  runbooks: readonly Runbook[],
  defaults: Defaults,
  catalog: Catalog,
): readonly UnfitDefault[] {
  const found = runbooks.flatMap((runbook) =>
    [...wrongValues(runbook, defaults), ...wrongArguments(runbook, defaults, catalog)].map((one) => ({
      ...one,
      runbook: runbook.name,
    })),
  );
  const keys = [...new Set(found.map(({ parameter, message }) => JSON.stringify([parameter, message])))];
  return keys.map((key) => {
    const [parameter, message] = JSON.parse(key) as [string, string];
    const same = found.filter((one) => one.parameter === parameter && one.message === message);
    return { parameter, message, runbooks: [...new Set(same.map(({ runbook }) => runbook))] };
  });
}

type Found = Pick<UnfitDefault, "parameter" | "message">;

function wrongValues({ parameters }: Runbook, defaults: Defaults): readonly Found[] {
  return Object.entries(defaults).flatMap(([name, written]) => {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    const message = parameter === undefined ? null : valueProblem(parameter, written);
    return message === null ? [] : [{ parameter: name, message }];
  });
}

/** A complaint is of the parameter that it names; else of one without which there is none. */
function wrongArguments(runbook: Runbook, defaults: Defaults, catalog: Catalog): readonly Found[] {
  const complaints = (given: Defaults): readonly string[] => {
    const resolved = resolveParameters(runbook, given, {});
    return resolved.ok ? unfitArguments(runbook, resolved.parameters, catalog) : [];
  };
  const own = Object.keys(defaults).filter((name) => Object.hasOwn(runbook.parameters, name));
  const isGoneWithout = (name: string, complaint: string): boolean =>
    !complaints(Object.fromEntries(Object.entries(defaults).filter(([other]) => other !== name))).includes(complaint);
  return complaints(defaults).flatMap((complaint) => {
    const named = own.filter((name) => [" ", ")"].some((end) => complaint.includes(`parameter ${name}${end}`)));
    const owners = named.length > 0 ? named : own.filter((name) => isGoneWithout(name, complaint));
    return owners.map((parameter) => ({ parameter, message: `does not fit: ${reason(complaint, parameter)}` }));
  });
}

/** Without which check or change it is, and of which argument: what many of them complain of is said once. */
function reason(complaint: string, parameter: string): string {
  return complaint
    .replace(/^[\w-]+: /, "")
    .replace(/^the arguments do not fit: /, "")
    .replace(/^parameter (\S+) \([^)]*\): /, (whole, named: string) => (named === parameter ? "" : whole))
    .replace(` (parameter ${parameter})`, "");
}
