import type { Step } from "./step.ts";

/** The stand-in for kubelets: nodes, lives of pods, logs and port-forwards. */
export const kwok: Step = {
  name: "kwok",
  version: "0.8.0",
  binaries: ["kwok"],
  needs: "go",
  expectedSeconds: 120,
  make: (workshop) =>
    workshop.run("go", ["install", "-p", "2", "-trimpath", "sigs.k8s.io/kwok/cmd/kwok@v0.8.0"], {
      GOTOOLCHAIN: "local",
      CGO_ENABLED: "0",
      GOBIN: workshop.bin,
    }),
};
