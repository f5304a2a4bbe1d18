import * as z from "zod";
import type { Plan } from "../../core/plan/plan.ts";
import { PlanRefusal } from "../action.ts";

const labels = z.record(z.string(), z.string());

/** The labels that a recorded plan silences. Throws PlanRefusal when it lacks them. */
export function keptLabels({ before }: Plan): Readonly<Record<string, string>> {
  const kept = labels.safeParse(before["labels"]);
  if (kept.success) return kept.data;
  throw new PlanRefusal("unfit", "the recorded plan lacks the silence's labels");
}

/** A text of a recorded plan. Throws PlanRefusal when it lacks it. */
export function keptText({ before }: Plan, name: "silenceId" | "endsAt"): string {
  const kept = before[name];
  if (typeof kept === "string") return kept;
  throw new PlanRefusal("unfit", `the recorded plan lacks the silence's ${name}`);
}
