import type { Json } from "../../../src/core/json.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import { refusal, wanted } from "../../../src/core/run/machine.ts";
import type { RunIdentity } from "../../../src/core/run/run-identity.ts";
import { alice, plan, started } from "../../core/run/sample-events.ts";
import { Story, troubled } from "../../core/run/story.ts";
import { Random } from "../random.ts";

/** One run that proposes something; `at`: when its plan came, seconds after its begin. */
interface Scene {
  readonly run: Partial<RunIdentity>;
  readonly plan: Plan;
  readonly at: number;
}

type Attack = readonly [what: string, elsewhere: (scene: Scene, text: () => string) => Scene];

const environment = (scene: Scene, more: Partial<RunIdentity["environment"]>): Scene => ({
  ...scene,
  run: { ...scene.run, environment: { ...identity(started()).environment, ...scene.run.environment, ...more } },
});
const otherwise = (scene: Scene, more: Partial<Plan>): Scene => ({ ...scene, plan: { ...scene.plan, ...more } });

/** Everything that an approval is of, each changed alone. */
const attacks: readonly Attack[] = [
  ["another run", (scene, text) => ({ ...scene, run: { ...scene.run, id: `sd-${text()}` } })],
  ["another text of the runbook", (scene, text) => ({ ...scene, run: { ...scene.run, runbookHash: text() } })],
  ["another parameter", (scene, text) => ({ ...scene, run: { ...scene.run, parameters: { window: text() } } })],
  ["another environment", (scene, text) => environment(scene, { name: text() })],
  ["another cluster", (scene, text) => environment(scene, { cluster: text() })],
  ["another cluster under the same URL", (scene, text) => otherwise(scene, { clusterUid: text() })],
  ["another server", (scene, text) => otherwise(scene, { server: text() })],
  ["another object, or its fields moved", (scene, text) => otherwise(scene, { identity: text() })],
  ["another action", (scene, text) => otherwise(scene, { action: text() })],
  ["other instructions", (scene, text) => otherwise(scene, { instructions: [text()] })],
  ["another body", (scene, text) => written(scene, { body: [{ op: "add", path: "/spec/x", value: text() }] })],
  ["another path", (scene, text) => written(scene, { path: `/apis/apps/v1/namespaces/shop/deployments/${text()}` })],
  ["another method", (scene) => written(scene, { method: "PUT" })],
  ["one write more", (scene) => otherwise(scene, { writes: plan("uid-1", scene.plan.writes.length + 1).writes })],
  ["another time", (scene) => ({ ...scene, at: scene.at + 1 })],
];

function written(scene: Scene, more: Partial<Plan["writes"][number]>): Scene {
  const [first, ...rest] = scene.plan.writes;
  return first === undefined ? scene : otherwise(scene, { writes: [{ ...first, ...more }, ...rest] });
}

/** Digests of so many runs, each brought to where it must not count. Says which were taken all the same. */
export function digestAttacks(
  seed: number,
  runs: number,
): { readonly cases: number; readonly wrong: readonly string[] } {
  const random = new Random(seed);
  const text = (): string => random.next().toString(36);
  const wrong: string[] = [];
  let cases = 0;
  const attempt = (what: string, story: Story, digest: string): void => {
    cases += 1;
    const before = JSON.stringify(approvals(story));
    const said = refusal(story.state, { type: "approved", digest, by: alice });
    story.tell(0, { type: "approved", digest, by: alice });
    if (said === null || JSON.stringify(approvals(story)) !== before) wrong.push(`${what}: ${digest} was taken`);
  };
  for (let run = 0; run < runs; run += 1) {
    const scene: Scene = {
      run: { id: `sd-${text()}`, runbookHash: text(), parameters: { window: text() } },
      plan: { ...plan(text(), 1 + random.below(3)), clusterUid: text(), server: text() },
      at: random.below(600),
    };
    const digest = digestOf(offered(scene));
    for (const [what, elsewhere] of attacks) {
      const there = offered(elsewhere(scene, text));
      // What is sent is told by the digest: the object that was looked at is compared once more all the same.
      attempt(what, there, digest);
      attempt(`${what}, by its first 12 characters`, offered(elsewhere(scene, text)), digest.slice(0, 12));
      cases += 1;
      if (sendsAfterMoving(scene, elsewhere(scene, text).plan)) wrong.push(`${what} after the approval: it is sent`);
    }
    attempt("a shorter prefix", offered(scene), digest.slice(0, random.below(12)));
    const at = random.below(12);
    const other = (Number.parseInt(digest[at] ?? "0", 16) ^ (1 + random.below(15))).toString(16);
    attempt("one character of it", offered(scene), `${digest.slice(0, at)}${other}${digest.slice(at + 1)}`);
    attempt("in capitals", offered(scene), `${digest.slice(0, 20).toUpperCase()}A`);
    attempt("more than it", offered(scene), `${digest}0`);
    attempt("expired", offered(scene).tell(1_800, { type: "woke", jumpedMs: 0 }), digest);
    attempt("declined", offered(scene).tell(1, { type: "declined", proposal: "rollback", by: alice }), digest);
    attempt("approved already", offered(scene).approve(), digest);
    attempt("applied", offered(scene).approve().answer(troubled).plan(scene.plan).applied(), digest);
    attempt("acknowledged, and expired", offered(scene).tell(1, acknowledged).tell(1_800, woke), digest);
    attempt("in an environment that is read-only", offered(environment(scene, { readOnly: true })), digest);
    attempt("ambiguous", ambiguous(offered(scene), digest), digest.slice(0, 12 + random.below(20)));
  }
  return { cases, wrong };
}

const woke = { type: "woke", jumpedMs: 0 } as const;
const acknowledged = { type: "acknowledged", by: alice } as const;

function identity(begun: RunEvent): RunIdentity {
  if (begun.type !== "started") throw new Error("a run begins by its start");
  return begun.run;
}

function offered({ at, plan: made, run }: Scene): Story {
  const begun = started();
  const story = new Story("none", { ...begun, run: { ...identity(begun), ...run } } as RunEvent);
  return story.answer(troubled).tell(at, { type: "woke", jumpedMs: 0 }).plan(made);
}

function digestOf(story: Story): string {
  const digest = story.state?.proposals[0]?.digest ?? null;
  if (digest === null) throw new Error("nothing is offered");
  return digest;
}

function approvals({ state }: Story): Json {
  return (state?.proposals ?? []).map(({ approval, stage }) => [approval?.atMs ?? null, stage.kind]);
}

/** Approved as it was shown; what is found when it is looked at once more is something else. */
function sendsAfterMoving(scene: Scene, found: Plan): boolean {
  const story = offered(scene).approve().answer(troubled).plan(found);
  if (JSON.stringify(found) === JSON.stringify(scene.plan)) return false;
  // The action is the runbook's, and its instructions are for a person: they are in the digest alone.
  const told = found.action !== scene.plan.action || found.instructions.length !== scene.plan.instructions.length;
  return !told && wanted(story.state).some(({ type }) => type === "prepare" || type === "send");
}

/** No two digests begin alike for 12 characters: here one is made to. */
function ambiguous(story: Story, digest: string): Story {
  const { state } = story;
  const [first] = state?.proposals ?? [];
  if (state === null || first === undefined) throw new Error("nothing is offered");
  const twin = { ...first, id: "rollback-2", digest: `${digest.slice(0, 40)}${"0".repeat(24)}` };
  story.state = { ...state, proposals: [first, twin] };
  return story;
}
