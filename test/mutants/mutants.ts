/** One deliberate breach of a promise: the text `find` of `file` becomes `replace`, and the named test must turn red. */
export interface Mutant {
  readonly name: string;
  /** The promise of the design that it breaks. */
  readonly promise: "truth" | "no harm" | "nothing lost" | "fast" | "pleasant";
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  readonly testFile: string;
  readonly test: string;
}

const promises = "test/core/run/promises.test.ts";
const guards = "test/core/run/guards.test.ts";
const life = "test/core/run/life.test.ts";
const handover = "test/core/run/handover.test.ts";
const handoverPromises = "test/core/run/handover-promises.test.ts";

export const mutants: readonly Mutant[] = [
  {
    name: "undecided symptoms count as healthy",
    promise: "truth",
    file: "src/core/run/health.ts",
    find: "if (verdicts.length === 0 || !verdicts.every(isDecided)) return",
    replace: "if (false) return",
    testFile: promises,
    test: "healthy is said only when every symptom passed",
  },
  {
    name: "samples from before the change count",
    promise: "truth",
    file: "src/core/run/prove.ts",
    find: "r.windowStartMs >= proof.completedAtMs",
    replace: "true",
    testFile: life,
    test: "a sample whose window began before the change completed proves nothing",
  },
  {
    name: "a plan is applied without approval",
    promise: "no harm",
    file: "src/core/run/approve.ts",
    find: 'stage: { kind: "offered" }',
    replace: 'stage: { kind: "changing", attempt: { write: 0, number: 1, phase: { kind: "preparing" } } }',
    testFile: promises,
    test: "no write without an approval of its digest after its diagnosis",
  },
  {
    name: "the evidence is not looked at again after the approval",
    promise: "no harm",
    file: "src/core/run/recheck.ts",
    find: "if (failingSymptoms(runbook, results).length === 0) return noneFails(runbook, results);",
    replace: "",
    testFile: life,
    test: "refused when the symptoms pass by now",
  },
  {
    name: "an intent without an answer is sent again after a crash",
    promise: "nothing lost",
    file: "src/core/run/session.ts",
    find: 'const phase = { ...attempt.phase, kind: "reconciling" as const, asking: firstAsking(state.nowMs) };',
    replace:
      'const phase = { ...attempt.phase, session: session(state) };\nfunction session(s: RunState): string {\n  return s.session?.id ?? "";\n}',
    testFile: promises,
    test: "never two sends of one write, unless the first is proved not to have been applied",
  },
  {
    name: "an acknowledgement does not stop the paging",
    promise: "nothing lost",
    file: "src/core/run/escalate.ts",
    find: 'status: "acknowledged" as const',
    replace: "status: step.status",
    testFile: promises,
    test: "a step pages at most once, never early, never after an acknowledgement or the end",
  },
  {
    name: "a guard that failed before the change regresses",
    promise: "truth",
    file: "src/core/run/guard.ts",
    find: 'return before?.verdict === "pass";',
    replace: "return before !== null;",
    testFile: guards,
    test: "that failed before the change cannot regress: it is said, and the symptoms decide",
  },
  {
    name: "one failing look is a regression",
    promise: "no harm",
    file: "src/core/run/guard.ts",
    find: "const REGRESSION = 2;",
    replace: "const REGRESSION = 1;",
    testFile: guards,
    test: "that flaps undoes nothing, and is said",
  },
  {
    name: "a change that broke a guard is resolved where the symptoms passed",
    promise: "truth",
    file: "src/core/run/prove.ts",
    find: "if (guards.some(isBroken)) return regress(sampled, { ...proposal, guards }, next);",
    replace: "",
    testFile: guards,
    test: "that passed before and fails in two looks in a row has regressed: the undo is planned at once, and offered",
  },
  {
    name: "a guard that cannot be told after the change is taken for healthy",
    promise: "truth",
    file: "src/core/run/guard.ts",
    find: 'guard.counted?.verdict !== "pass"',
    replace: 'guard.counted?.verdict === "fail"',
    testFile: guards,
    test: "that is error after the change is not healthy: unverified, and said",
  },
  {
    name: "a holder whose lease was taken goes on",
    promise: "no harm",
    file: "src/core/run/take-lease.ts",
    find: 'if (phase.kind === "preparing") return giveUp(state, next, stopReason(state, lease));',
    replace: 'if (phase.kind === "preparing") return withProposal(state, { ...next, lease: proposal.lease });',
    testFile: "test/core/run/lease.test.ts",
    test: "a holder whose lease was taken sends nothing more",
  },
  {
    name: "a lease that was not seen to be ours lets a write through",
    promise: "no harm",
    file: "src/core/run/lease.ts",
    find: 'return lease?.kind === "held" && lease.for === attemptKey(proposal);',
    replace: "return true;",
    testFile: "test/core/run/lease.test.ts",
    test: "a holder whose lease was taken sends nothing more",
  },
  {
    name: "a run that was handed over makes a change on the other's approval",
    promise: "no harm",
    file: "src/core/run/change.ts",
    find: "  if (proposal.approval?.run !== undefined) return giveUp(state, proposal, approvedElsewhere(proposal));\n",
    replace: "",
    testFile: handover,
    test: "does not make the second write of a change whose first was made on the other's approval",
  },
  {
    name: "a run that was handed over asks for a mark of its own",
    promise: "no harm",
    file: "src/core/run/wanted.ts",
    find: "markOf(proposal.approval?.run ?? state.run.id,",
    replace: "markOf(state.run.id,",
    testFile: handover,
    test: "asks for the mark of the other run where a write was on its way, once it cannot come any more",
  },
  {
    name: "a run goes on before the one that it takes over was told",
    promise: "no harm",
    file: "src/core/run/handover.ts",
    find: 'return run.origin !== undefined && run.mode === "run" && fence === null;',
    replace: 'return run.origin === undefined && run.mode === "run" && fence !== null;',
    testFile: handoverPromises,
    test: "nothing goes out before the older runs were told, or could not be",
  },
  {
    name: "a run that was taken over goes on sending",
    promise: "no harm",
    file: "src/core/run/wanted.ts",
    find: " || state.successor !== null) return [];",
    replace: ") return [];",
    testFile: handover,
    test: "that had ended sends not even the note that was left",
  },
  {
    name: "a handover pages as another incident",
    promise: "nothing lost",
    file: "src/core/run/wanted.ts",
    find: "`${rootOf(state.run)}/step-${index + 1}`",
    replace: "`${state.run.id}/step-${index + 1}`",
    testFile: handoverPromises,
    test: "a step pages at most once in both, never early, and as one incident",
  },
  {
    name: "an event that is not known is skipped",
    promise: "truth",
    file: "src/drivers/local/journal/read-journal.ts",
    find: "    if (!isEventType(line.event.type)) throw this.#unknown(line.event.type);\n",
    replace: "",
    testFile: "test/drivers/local/handover.test.ts",
    test: "with an event that is not known here is refused with its line, not skipped",
  },
  {
    name: "checks are asked one after another",
    promise: "fast",
    file: "src/core/run/round.ts",
    find: "return checksOf(round, runbook).filter(\n    (check) => !round.results.has(check.id)",
    replace:
      "return checksOf(round, runbook).filter(\n    (check, at, all) => all.findIndex((other) => !round.results.has(other.id)) === at && !round.results.has(check.id)",
    testFile: life,
    test: "checks that need nothing are asked at once, the others when their needs are decided",
  },
  {
    name: "problems point at the wrong line",
    promise: "pleasant",
    file: "src/core/source/source.ts",
    find: "return { line: low + 1,",
    replace: "return { line: low + 2,",
    testFile: "test/core/runbook/parse-runbook.test.ts",
    test: "a problem is shown with its place, the lines around, a mark and a suggestion",
  },
  {
    name: "a savepoint that completed with a failure is taken for made",
    promise: "no harm",
    file: "src/clients/flink/savepoint-state.ts",
    find: "if (failure != null) {",
    replace: 'if (failure != null) return { state: "completed", path: "" };\n  if (failure != null) {',
    testFile: "test/clients/flink/flink.test.ts",
    test: "that completed with a failure, or without a place, has failed",
  },
  {
    name: "backpressure that was not measured counts as none",
    promise: "truth",
    file: "src/probes/flink/judge-backpressure.ts",
    find: "if (missing.length > 0) {",
    replace: "if (missing.length > 9) {",
    testFile: "test/probes/flink/judge-backpressure.test.ts",
    test: "a pass has a sample of every operator that sums to most of its time",
  },
];
