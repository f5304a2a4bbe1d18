import type { RunSurroundings } from "../perform/run-surroundings.ts";
import type { OpenEnvironment } from "./open-environment.ts";

/** Where the commands that a person would type find what the checks ask; null where only the cluster knows. */
export function placeOf({ environment, namespace }: OpenEnvironment): RunSurroundings["place"] {
  return {
    namespace: namespace,
    prometheusUrl:
      environment.prometheus !== undefined && "url" in environment.prometheus ? environment.prometheus.url : null,
    alertmanagerUrl:
      environment.alertmanager !== undefined && "url" in environment.alertmanager ? environment.alertmanager.url : null,
    kafkaBrokers: environment.kafka?.brokers.join(",") ?? null,
    endpointUrl: (name) => {
      const endpoint = environment.endpoints[name];
      return endpoint !== undefined && "url" in endpoint ? endpoint.url : null;
    },
  };
}
