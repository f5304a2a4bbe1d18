import { ClientError } from "../../clients/client-error.ts";
import { selectorQuery } from "../../clients/kubernetes-objects/selector-query.ts";
import { shellQuote } from "../../core/text/shell-quote.ts";
import type { ActionContext } from "../action.ts";
import type { Deployment, Service } from "./objects.ts";
import { deploymentPath, servicePath } from "./resource-paths.ts";

/** Stands in a step where `kubectl … -l` needs the labels of the pods that it is about. */
const SELECTOR = "<selector>";

/**
 * Steps with the labels by which their object itself finds its pods: what a chart or a person called them is not to be guessed. Where those cannot be read
 * it is said how they are seen, and "…" stands for them.
 */
export async function withSelector(
  steps: readonly string[],
  object: string,
  context: ActionContext,
): Promise<readonly string[]> {
  if (!steps.some((step) => step.includes(SELECTOR))) return steps;
  const selector = await selectorOf(object, context);
  const filled = steps.map((step) => step.replaceAll(SELECTOR, () => (selector === null ? "…" : shellQuote(selector))));
  return selector === null
    ? [`kubectl get ${shellQuote(object)} -o wide    # its SELECTOR belongs where -l … stands`, ...filled]
    : filled;
}

/** null: there is none, or it cannot be read. */
async function selectorOf(object: string, { doors, signal }: ActionContext): Promise<string | null> {
  const [kind, name = ""] = object.split("/");
  try {
    const kubernetes = await doors.kubernetes();
    const { namespace } = kubernetes;
    const query =
      kind === "service"
        ? selectorQuery({
            matchLabels: (await kubernetes.get<Service>(servicePath(namespace, name), signal)).spec.selector ?? {},
          })
        : selectorQuery((await kubernetes.get<Deployment>(deploymentPath(namespace, name), signal)).spec.selector);
    return query === "" ? null : query;
  } catch (error) {
    if (error instanceof ClientError) return null;
    throw error;
  }
}
