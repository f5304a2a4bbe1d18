import { buildTools } from "./go-build.ts";
import type { Step } from "./step.ts";

/** Newer tags do not build from modules: a dependency or the generated web page is missing. */
export const prometheus: Step = {
  name: "prometheus",
  version: "0.308.0",
  binaries: ["prometheus", "promtool"],
  needs: "go",
  expectedSeconds: 210,
  make: (workshop) =>
    buildTools(workshop, {
      path: "github.com/prometheus/prometheus/cmd",
      version: "v0.308.0",
      commands: ["prometheus", "promtool"],
    }),
};
