import { bareEnvironment, type Environment } from "../../core/environment/environment.ts";
import { didYouMean } from "../nearest-name.ts";
import { UsageError } from "../usage-error.ts";
import { CONFIG_NAME, type ConfigFile } from "./find-config.ts";
import { readConfig } from "./read-config.ts";

export const SANDBOX = "sandbox";

/** The environment that was asked for; without bigops.yaml a kubeconfig alone is one, named after its context. */
export function loadEnvironment(
  name: string | null,
  config: ConfigFile | null,
  options: { readonly context: string | null },
): Environment {
  if (config === null) {
    if (name === null) return bareEnvironment(options.context ?? "kubeconfig");
    throw new UsageError(
      `there is no environment "${name}": no ${CONFIG_NAME} was found from here upwards, in $BIGOPS_CONFIG or in your config folder`,
      `make one with "bigops init"; a kubeconfig alone is enough without --env, and --env ${SANDBOX} needs no configuration at all`,
    );
  }
  const { environments, defaultName } = readConfig(config);
  const wanted = name ?? defaultName ?? (environments.size === 1 ? ([...environments.keys()][0] ?? null) : null);
  const names = [...environments.keys()];
  if (wanted === null && names.length === 0)
    throw new UsageError(
      `${config.path} has no environments`,
      `add one below environments:, as bigops init writes it; --env ${SANDBOX} needs none`,
    );
  if (wanted === null)
    throw new UsageError(
      `${config.path} names no default environment`,
      `choose one with --env: ${[...names, SANDBOX].join(", ")}`,
    );
  const environment = environments.get(wanted);
  if (environment === undefined)
    throw new UsageError(
      `${config.path} has no environment "${wanted}".${didYouMean(wanted, [...names, SANDBOX])}`,
      `there are: ${[...names, SANDBOX].join(", ")}`,
    );
  return environment;
}
