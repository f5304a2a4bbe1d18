import * as z from "zod";
import { shellQuote } from "../core/text/shell-quote.ts";
import { gatherLabelledEndpoints, gatherServiceEndpoints, type EndpointsFacts } from "./endpoints/endpoints-facts.ts";
import { endpointsObserved, judgeEndpoints } from "./endpoints/judge-endpoints.ts";
import { judgeAsExpected } from "./judge-as-expected.ts";
import { seenIn } from "./kubernetes/seen-in.ts";
import { getService, listsEndpointSlices, listsPods } from "../clients/kubernetes-objects/permissions.ts";
import type { Probe } from "./probe.ts";

const args = z
  .strictObject({
    service: z.string().min(1).optional().describe("the Service whose endpoints are counted"),
    selector: z
      .record(z.string().min(1), z.string())
      .refine((labels) => Object.keys(labels).length > 0, { message: "name at least one label" })
      .optional()
      .describe("instead of a Service: labels; counts the pods that a Service with this selector would send to"),
  })
  .refine((given) => (given.service === undefined) !== (given.selector === undefined), {
    message: "give exactly one of service and selector",
  });

export const kubernetesEndpoints: Probe<z.infer<typeof args>, EndpointsFacts> = {
  type: "kubernetes.endpoints",
  title: "the ready endpoints of a Service",
  args,
  observed: endpointsObserved,
  passes: "at least one endpoint is ready, and a port of the Service leads to it",
  example: `- id: kv-endpoints
  title: endpoints of the KV store
  kubernetes.endpoints: { service: "{{ service }}" }`,
  rule: "endpoints/2",
  async gather({ service, selector }, { doors, nowMs, signal }) {
    const kubernetes = await doors.kubernetes();
    const facts =
      service === undefined
        ? await gatherLabelledEndpoints(kubernetes, selector ?? {}, signal)
        : await gatherServiceEndpoints(kubernetes, service, signal);
    return { facts, ...seenIn(kubernetes), windowStartMs: nowMs, sampledAtMs: nowMs };
  },
  judge(facts, _args, { expect }) {
    return judgeAsExpected(judgeEndpoints(facts), expect, endpointsObserved);
  },
  equivalent({ service, selector }, { namespace }) {
    const place = namespace === null ? "" : ` -n ${shellQuote(namespace)}`;
    if (service !== undefined)
      return `kubectl get endpointslices -l ${shellQuote(`kubernetes.io/service-name=${service}`)}${place}`;
    const labels = Object.entries(selector ?? {}).map(([key, value]) => `${key}=${value}`);
    return `kubectl get pods -l ${shellQuote(labels.join(","))}${place}`;
  },
  things({ service, selector }, { ready, notReady }) {
    const labels = Object.entries(selector ?? {}).map(([key, value]) => `${key}=${value}`);
    const what = service === undefined ? `pods with ${labels.join(",")}` : `pods behind service ${service}`;
    const hint = "does the selector fit the labels of any pods? kubectl get pods --show-labels";
    return [{ what, there: Number(ready) + Number(notReady) > 0, hint }];
  },
  permissions({ service }) {
    return service === undefined ? [listsPods] : [getService(service), listsEndpointSlices];
  },
};
