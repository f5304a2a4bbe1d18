import { nearestName } from "../source/nearest-name.ts";
import type { Runbook } from "./runbook.ts";

/**
 * The environment's parameters that this runbook lacks and that look like one of its own, which nobody has set: `deploymnt` for `deployment`. Others are
 * other runbooks' parameters.
 */
export function misspeltDefaults(
  { parameters }: Pick<Runbook, "parameters">,
  defaults: Readonly<Record<string, unknown>>,
): readonly { readonly name: string; readonly meant: string }[] {
  const unset = Object.keys(parameters).filter((name) => !(name in defaults));
  return Object.keys(defaults)
    .filter((name) => !(name in parameters))
    .flatMap((name) => {
      const meant = nearestName(name, unset);
      return meant === null ? [] : [{ name, meant }];
    });
}
