import { go } from "./go-build.ts";
import type { Step } from "./step.ts";

const minor = "35.3";

/** Modules that kubernetes' own go.mod replaces by folders of its repository. */
const staging = `api apiextensions-apiserver apimachinery apiserver cli-runtime client-go
  cloud-provider cluster-bootstrap code-generator component-base component-helpers
  controller-manager cri-api cri-client csi-translation-lib dynamic-resource-allocation
  endpointslice externaljwt kms kube-aggregator kube-controller-manager kube-proxy
  kube-scheduler kubectl kubelet metrics mount-utils pod-security-admission sample-apiserver
  sample-cli-plugin sample-controller`.split(/\s+/);

const commands = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"];

const ldflags = [
  "-s -w",
  `-X k8s.io/component-base/version.gitVersion=v1.${minor}`,
  "-X k8s.io/component-base/version.gitMajor=1",
  "-X k8s.io/component-base/version.gitMinor=35",
  `-X k8s.io/client-go/pkg/version.gitVersion=v1.${minor}`,
].join(" ");

/** The control plane and its kubectl: the kubectl found on a machine may be years old. */
export const kubernetes: Step = {
  name: "kubernetes",
  version: `1.${minor}`,
  binaries: commands,
  needs: "go",
  expectedSeconds: 310,
  make: async (workshop) => {
    const packages = commands.map((command) => `k8s.io/kubernetes/cmd/${command}`);
    await go(workshop, "mod", "init", "example.invalid/lab");
    const replacements = staging.map((name) => `-replace=k8s.io/${name}=k8s.io/${name}@v0.${minor}`);
    await go(workshop, "mod", "edit", ...replacements);
    await go(workshop, "get", "-tool", ...packages.map((name) => `${name}@v1.${minor}`));
    await go(workshop, "build", "-p", "2", "-trimpath", "-ldflags", ldflags, "-o", `${workshop.bin}/`, ...packages);
  },
};
