import { featureApi } from "../platform/manifests.ts";
import type { Platform } from "../platform/platform.ts";

/** What kubectl, as the administrator, says of an object of the platform. */
export type KubectlView = {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly replicas: number;
    readonly selector: Readonly<Record<string, string>>;
    readonly template: {
      readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
      readonly spec: { readonly containers: readonly { readonly image: string }[] };
    };
  };
};

export function deploymentView({ cluster, namespace }: Platform): Promise<KubectlView> {
  return cluster.kubectlJson<KubectlView>(["get", "-n", namespace, `deployment/${featureApi}`]);
}

/** The tag of the image that feature-api's template names. */
export async function releaseOf(platform: Platform): Promise<string | undefined> {
  const { spec } = await deploymentView(platform);
  return spec.template.spec.containers[0]?.image.split(":")[1];
}

export async function selectorOf(
  { cluster, namespace }: Platform,
  service: string,
): Promise<KubectlView["spec"]["selector"]> {
  const { spec } = await cluster.kubectlJson<KubectlView>(["get", "-n", namespace, `service/${service}`]);
  return spec.selector;
}
