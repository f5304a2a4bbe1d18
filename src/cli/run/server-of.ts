import type { Address } from "../../core/environment/environment.ts";
import type { OpenEnvironment } from "./open-environment.ts";

/**
 * Where the environment has the server that actions of this type change, in words; an approval holds for that one alone. null for those of Kubernetes,
 * whose cluster is told otherwise, and in a sandbox, whose ports are others each time.
 */
export function serverOf(
  { environment, sandbox }: Pick<OpenEnvironment, "environment" | "sandbox">,
  action: string,
): string | null {
  if (sandbox) return null;
  if (action.startsWith("flink.")) return addressInWords(environment.flink);
  return action.startsWith("alertmanager.") ? addressInWords(environment.alertmanager) : null;
}

function addressInWords(address: Address | undefined): string | null {
  if (address === undefined) return null;
  if ("url" in address) return address.url;
  const { namespace, port, service, via } = address;
  return `service ${service}${namespace === undefined ? "" : `.${namespace}`}:${port} by ${via}`;
}
