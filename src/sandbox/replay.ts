import { dispatch } from "./kubernetes/dispatch.ts";
import { OPERATOR, VIEWER } from "./kubernetes/identity.ts";
import { Pages } from "./kubernetes/reads.ts";
import { apiRequest } from "./kubernetes/request.ts";
import type { SandboxMutation } from "./mutation.ts";
import type { Simulation } from "./world/simulation.ts";

/** Does the writes of an earlier process again, each at its own time. @throws when one is no longer accepted. */
export function replay(simulation: Simulation, mutations: readonly SandboxMutation[]): void {
  const pages = new Pages();
  for (const { atMs, user, method, path, contentType, body } of mutations) {
    simulation.advanceTo(atMs);
    const identity = user === VIEWER.name ? VIEWER : OPERATOR;
    const request = apiRequest({
      method,
      target: path,
      accept: "application/json",
      contentType,
      bytes: Buffer.from(body),
      identity,
    });
    const outcome = dispatch(simulation, request, pages, []);
    if (!("accepted" in outcome) || !outcome.accepted) {
      throw new Error(
        `the sandbox cannot be brought back to where it was: ${method} ${path} is not accepted again; start a new run`,
      );
    }
  }
}
