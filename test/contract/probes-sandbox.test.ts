import { describe } from "vitest";
import { baselineContract } from "./probes-baseline-contract.ts";
import { nodesContract } from "./nodes-contract.ts";
import { distributionContract } from "./probes-distribution-contract.ts";
import { probesContract } from "./probes-contract.ts";
import { queryContract } from "./probes-query-contract.ts";
import { sandboxWorld } from "./probes-sandbox.ts";

describe("probes on the sandbox", () => {
  probesContract((situation) => sandboxWorld(situation === "healthy" ? "none" : situation));
  queryContract((traffic) => sandboxWorld(traffic === "failing" ? "bad-rollout-ready" : "none"));
  nodesContract(() => sandboxWorld("none"));
  distributionContract(() => sandboxWorld("none"));
  baselineContract((traffic) => sandboxWorld(traffic === "failing" ? "bad-rollout-ready" : "none"));
});
