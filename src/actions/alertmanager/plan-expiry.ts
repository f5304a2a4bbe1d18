import type { Silence } from "../../clients/alertmanager-client.ts";
import { apiTime } from "../../clients/kubernetes-objects/api-time.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { shellQuote } from "../../core/text/shell-quote.ts";
import { PlanRefusal } from "../action.ts";
import { fieldHashes, identityOf, type IdentityFields } from "../kubernetes/identity.ts";
import { matchersText } from "./silence-scene.ts";

/** The plan that ends a silence now. Throws PlanRefusal when it has ended. */
export function planExpiry(type: string, silence: Silence, displayUrl: string): Plan {
  const { id, state, endsAtMs } = silence;
  const words = matchersText(silence.matchers);
  if (state === "expired") throw new PlanRefusal("not-now", `silence ${id} of ${words} ended at ${apiTime(endsAtMs)}`);
  const fields = expiryFields(silence);
  const object = `silence ${id} of ${words} in Alertmanager`;
  const path = `/api/v2/silence/${encodeURIComponent(id)}`;
  return {
    action: type,
    summary: `end the silence of ${words}`,
    target: { kind: "Silence", namespace: "", name: id, uid: id },
    identity: identityOf(id, fields),
    writes: [{ id: "1", method: "DELETE", path, contentType: "application/json", body: null, object }],
    instructions: [],
    changes: [{ path: `silence of ${words}`, from: `until ${apiTime(endsAtMs)}`, to: null }],
    impact: { lines: ["what still fires and matches notifies again"], keepServing: null, budgetAllows: null },
    warnings: [],
    equivalent: `amtool silence expire --alertmanager.url=${shellQuote(displayUrl)} ${shellQuote(id)}`,
    undo: null,
    before: { fields: fieldHashes(id, fields), silenceId: id },
    completionSeconds: 30,
  };
}

export function expiryFields({ matchers, endsAtMs }: Silence): IdentityFields {
  return { matchers: matchersText(matchers), "its end": endsAtMs };
}
