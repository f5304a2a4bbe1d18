import { buildTools } from "./go-build.ts";
import type { Step } from "./step.ts";

/** Newer tags do not build from modules: the generated web page is missing. */
export const alertmanager: Step = {
  name: "alertmanager",
  version: "0.28.1",
  binaries: ["alertmanager", "amtool"],
  needs: "go",
  expectedSeconds: 45,
  make: (workshop) =>
    buildTools(workshop, {
      path: "github.com/prometheus/alertmanager/cmd",
      version: "v0.28.1",
      commands: ["alertmanager", "amtool"],
    }),
};
