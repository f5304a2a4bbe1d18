import type { RunIdentity } from "../../../src/core/run/run-identity.ts";
import type { Check } from "../../../src/core/runbook/runbook.ts";
import { RUN } from "../../drivers/local/simulation/a-run.ts";
import type { Shape } from "./shape.ts";

/** What no mitigation may break. */
export const GUARD = "g";
/** What the conditions of pages read. */
export const TURN = "w";

/** The first symptom fails; so every cause is true, and has its mitigation. */
export function runOf(shape: Shape): RunIdentity {
  const check = (id: string, role: Check["role"], needs: readonly string[] = []): Check => ({
    id,
    title: id,
    role,
    probe: "sim.probe",
    args: {},
    expect: { pass: null, fail: null, warn: null },
    timeoutMs: null,
    retries: 0,
    needs,
  });
  const symptoms = Array.from({ length: shape.symptoms }, (_, at) => check(`s${at}`, "symptom"));
  const evidence = Array.from({ length: shape.evidence }, (_, at) =>
    check(`e${at}`, "evidence", at === 1 ? ["e0"] : []),
  );
  const guard = shape.guarded ? [check(GUARD, "evidence")] : [];
  const turn = shape.escalation.some((step) => typeof step === "string") ? [check(TURN, "evidence")] : [];
  const { mode, readOnly, isProtected } = shape;
  return {
    ...RUN,
    mode,
    environment: { ...RUN.environment, readOnly, protected: isProtected },
    runbook: {
      ...RUN.runbook,
      investigation: [...symptoms, ...evidence, ...guard, ...turn],
      causes: shape.mitigations.map((_, at) => ({
        id: `c${at}`,
        title: `c${at}`,
        when: "s0.fail",
        because: "it fails",
      })),
      mitigation: shape.mitigations.map((_, at) => ({
        id: `m${at}`,
        for: [`c${at}`],
        action: "sim.action",
        args: { mitigation: at },
        requires: null,
        verify: at === 1 ? ["s0"] : [],
        ...(shape.guarded ? { guard: [GUARD] } : {}),
        note: null,
      })),
      escalation: shape.escalation.map((step, at) => ({
        ...(typeof step === "number" ? { afterMs: step * 60_000, when: null } : { afterMs: null, when: step }),
        page: `target-${at}`,
      })),
      verification: { passes: shape.passes, interval: "15s" },
    },
  };
}
