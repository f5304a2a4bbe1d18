import { describe } from "vitest";
import { probesContract } from "./probes-contract.ts";
import { queryContract } from "./probes-query-contract.ts";
import { sandboxWorld } from "./probes-sandbox.ts";

describe("probes on the sandbox", () => {
  probesContract((situation) => sandboxWorld(situation === "healthy" ? "none" : situation));
  queryContract((traffic) => sandboxWorld(traffic === "failing" ? "bad-rollout-ready" : "none"));
});
