import { expect, test } from "vitest";
import { documentOf } from "../../../src/core/document/document-of.ts";
import type { RunDocument } from "../../../src/core/document/run-document.ts";
import { plan, result, START_MS } from "../run/sample-events.ts";
import { sampleRunbook } from "../run/sample-runbook.ts";
import { Story, troubled } from "../run/story.ts";
import { startedWith, told } from "./told.ts";

const aim = { context: "staging", kubeconfig: null, namespace: "shop" };
const aimed = "kubectl --context staging -n shop get pods";
const about = { proposal: "rollback", write: "1", attempt: 1 } as const;
const error = { code: "forbidden", message: "kubectl get pods was forbidden", hint: "ask: kubectl get pods" };

/** Offered, with kubectl wherever a command may stand. */
function story(): Story {
  const mitigation = sampleRunbook.mitigation.map((one) => ({ ...one, note: "see kubectl get pods" }));
  const begun = new Story("none", startedWith({ mitigation }));
  const said = { ...result("error", START_MS), equivalent: "kubectl get pods", error };
  begun.tell(0, { type: "checked", round: "diagnosis-1", check: "stock", result: said });
  return begun.answer(troubled).plan(made);
}

const made = {
  ...plan(),
  instructions: ["first kubectl get pods"],
  warnings: ["look at kubectl get pods"],
  equivalent: "kubectl get pods",
};

function aimedAt({ state }: Story): RunDocument {
  if (state === null) throw new Error("the run has not begun");
  return documentOf(state, { aim });
}

test("what is to be pasted names the run's cluster and namespace, wherever it stands", () => {
  const { checks, proposals } = aimedAt(story());
  expect(checks[1]).toMatchObject({ equivalent: aimed, error: { ...error, hint: `ask: ${aimed}` } });
  expect(checks[0]?.error).toBeNull();
  expect(proposals[0]).toMatchObject({
    note: `see ${aimed}`,
    reason: null,
    plan: { instructions: [`first ${aimed}`], warnings: [`look at ${aimed}`], equivalent: aimed },
  });
});

test("so does the reason why something stands as it does, or cannot be planned", () => {
  const reason = "it is another one: kubectl get pods";
  const refused = story()
    .approve()
    .answer(troubled)
    .plan(made)
    .tell(0, { type: "withheld", ...about, reason });
  expect(aimedAt(refused).proposals[0]?.reason).toBe(`it is another one: ${aimed}`);
  const unplanned = new Story("none").answer(troubled);
  unplanned.tell(0, { type: "plan-failed", proposal: "rollback", stage: "propose", recheck: 0, reason });
  expect(aimedAt(unplanned).unavailable).toMatchObject([{ reason: `it is another one: ${aimed}` }]);
});

test("where nobody is to paste it, it stays as it was recorded; and a proposal without a note has none", () => {
  expect(told(story()).proposals[0]?.plan.equivalent).toBe("kubectl get pods");
  expect(aimedAt(new Story("none").answer(troubled).plan()).proposals[0]?.note).toBeNull();
});
