import { openDoors, type DoorOptions } from "../../src/clients/open-doors.ts";
import type { Doors } from "../../src/clients/doors.ts";
import { bareEnvironment } from "../../src/core/environment/environment.ts";

/** The real doors of an environment that has nothing but this kubeconfig. */
export function doorsOf(kubeconfigYaml: string, options: Partial<DoorOptions> = {}): Doors {
  const environment = { ...bareEnvironment("test"), kubernetes: { kubeconfig: "/kubeconfig" } };
  return openDoors(environment, { env: {}, readFile: async () => kubeconfigYaml, ...options });
}
