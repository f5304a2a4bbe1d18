import { describe, expect, it } from "vitest";
import type { Fault } from "../../../src/sandbox/faults/fault.ts";
import { faults, runbookOf } from "../../../src/sandbox/faults/index.ts";
import { type Clock, drilled, shippedRunbook } from "./drilled.ts";

/** Another noise than the drills of the program have. */
const SEED = 5;

/** Every fault of a runbook: the right cause, the right proposal, and the change that is applied proves to help. */
export function drillsOf(name: string, clock: Clock = "stands"): void {
  const runbook = shippedRunbook(name);
  const own = faults.filter((fault) => runbookOf(fault) === name);
  const offeredAtAll = new Set<string>();
  describe(`the runbook ${name}`, () => {
    it("has a fault for each cause and for each mitigation's cause, and a near miss of each", () => {
      const causes = runbook.causes.map(({ id }) => id);
      const reached = new Set(own.map((fault) => fault.expected.cause));
      const missed = new Set(own.map((fault) => fault.nearMissOf));
      expect(causes.filter((cause) => !reached.has(cause))).toEqual([]);
      expect(causes.filter((cause) => !missed.has(cause))).toEqual([]);
    });

    it("finds nothing where nothing is wrong", { timeout: 120_000 }, async () => {
      for (const seed of [2, 3]) {
        const { health, causes, told } = await drilled(runbook, "none", seed, clock);
        expect({ health, causes, told }).toMatchObject({ health: "healthy", causes: [] });
      }
    });

    it.each(own)("$name: $description", { timeout: 120_000 }, async (fault: Fault) => {
      const { health, causes, offered, told, left, unexplained } = await drilled(runbook, fault.name, SEED, clock);
      const { outcome, cause, proposal, breaks } = fault.expected;
      expect({ health, cause: causes[0] ?? null, proposal: offered[0] ?? null, told }).toMatchObject({
        health: outcome,
        cause,
        proposal,
      });
      expect(cause === null ? [] : unexplained).toEqual([]);
      // What fails afterwards is what the change broke, and nothing else.
      expect((left ?? []).map((line) => line.split(":")[0])).toEqual(breaks === undefined ? [] : [`${breaks} fail`]);
      for (const id of offered) offeredAtAll.add(id);
    });

    it("has a fault for which each mitigation is offered", () => {
      expect(runbook.mitigation.map(({ id }) => id).filter((id) => !offeredAtAll.has(id))).toEqual([]);
    });
  });
}
