import type { Pod, Service } from "./objects.ts";

/** The service's ports that are named by a name that none of these pods has: it would lead nowhere on them. */
export function missingPorts(service: Service, pods: readonly Pod[]): readonly string[] {
  const offered = new Set(
    pods.flatMap((pod) => (pod.spec?.containers ?? []).flatMap((c) => (c.ports ?? []).map((port) => port.name))),
  );
  const wanted = (service.spec.ports ?? []).map((port) => port.targetPort);
  return wanted.filter((port): port is string => typeof port === "string").filter((port) => !offered.has(port));
}
