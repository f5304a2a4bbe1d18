import { rename } from "node:fs/promises";
import { join } from "node:path";
import type { Step } from "./step.ts";

/** Latency, resets and half-open connections on real sockets. */
export const toxiproxy: Step = {
  name: "toxiproxy",
  version: "2.12.0",
  binaries: ["toxiproxy-server"],
  needs: "go",
  expectedSeconds: 10,
  make: async (workshop) => {
    const command = "github.com/Shopify/toxiproxy/v2/cmd/server@v2.12.0";
    await workshop.run("go", ["install", "-p", "2", "-trimpath", command], {
      GOTOOLCHAIN: "local",
      CGO_ENABLED: "0",
      GOBIN: workshop.bin,
    });
    await rename(join(workshop.bin, "server"), join(workshop.bin, "toxiproxy-server"));
  },
};
