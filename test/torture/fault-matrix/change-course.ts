import type { Action, ActionContext, SendOrder } from "../../../src/actions/action.ts";
import { actions } from "../../../src/actions/index.ts";
import { openDoors } from "../../../src/clients/open-doors.ts";
import { bareEnvironment } from "../../../src/core/environment/environment.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import type { Plan, Write } from "../../../src/core/plan/plan.ts";
import { type Sandbox, type SandboxMutation, startSandbox } from "../../../src/sandbox/start.ts";
import type { ChangeQuestion, Moment } from "./change-question.ts";
import { prepared, progressed, reconciled, rehearsed, type Statement, undone } from "./statement.ts";
import type { Subject } from "./subject.ts";

interface Course {
  readonly fault: string;
  readonly startedAtMs: number;
  readonly jar: string;
  /** Puts a sandbox aside that is closed at the end. */
  keep(sandbox: Sandbox): void;
}

const SEED = 7;
/** Rollouts and savepoints take minutes: so far the clock of a change that is being made goes on from one look to the next, and while a write waits. */
const TICK_MS = 5_000;
const TICK_EVERY_MS = 200;
/** Of an undisturbed request, on a machine that does much else. */
const PATIENCE_MS = 120_000;
const MOST_LOOKS = 300;
const MARK = "fm-2222/change/";

/**
 * Makes a change on a sandbox of its own, and from there its inverse where that asks in other ways; stops at each moment in which a run asks anything, and
 * keeps the world as it was then.
 */
export async function questionsOf(subject: Subject, course: Course): Promise<readonly ChangeQuestion[]> {
  const action = actions.get(subject.type);
  if (action === undefined) throw new Error(`no action ${subject.type}`);
  const mutations: SandboxMutation[] = [];
  let nowMs = course.startedAtMs;
  const now = (): number => nowMs;
  const pass = (): void => void (nowMs += TICK_MS);
  const passing = async <T>(work: () => Promise<T>): Promise<T> => {
    const clock = setInterval(pass, TICK_EVERY_MS);
    return work().finally(() => clearInterval(clock));
  };
  const options = { fault: course.fault, seed: SEED, startedAtMs: course.startedAtMs };
  const living = await startSandbox({ ...options, now, onMutation: (mutation) => void mutations.push(mutation) });
  const doors = doorsOf(living, course.jar);
  const context = (): ActionContext => ({ doors, nowMs: now(), signal: AbortSignal.timeout(PATIENCE_MS) });
  const moment = async (): Promise<Moment> => {
    const atMs = now();
    const sandbox = await startSandbox({ ...options, now: () => atMs, mutations: [...mutations] });
    course.keep(sandbox);
    // What has happened until then is worked out for the first who asks, which takes a while.
    if (subject.door === "flink") await (await fetch(`${sandbox.flinkUrl}/overview`)).arrayBuffer();
    return { sandbox, nowMs: atMs };
  };
  try {
    const plan = await action.plan(action.args.parse(subject.args), { ...context(), onsetAtMs: null });
    const made = await madeChange(action, plan, "", { context, moment, pass, passing });
    if (action.inverse === null) return made.questions;
    const undo: ChangeQuestion = {
      name: "inverse",
      moment: made.done,
      truth: "undo",
      ask: (asked) => undone(action, plan, made.receipts, asked),
    };
    if (!asksOtherwise(subject)) return [...made.questions, undo];
    const inverse = await action.inverse(plan, made.receipts, context());
    const back = await madeChange(action, inverse, " of the undo", { context, moment, pass, passing });
    return [...made.questions, undo, ...back.questions];
  } finally {
    await doors.close();
    await living.close();
  }
}

/** What its undo sends is of another kind than what it undoes. */
function asksOtherwise({ type }: Subject): boolean {
  return type === "flink.run" || type === "alertmanager.silence";
}

function doorsOf(sandbox: Sandbox, jar: string) {
  return openDoors(
    {
      ...bareEnvironment("fault-matrix"),
      kubernetes: { kubeconfig: "/kubeconfig" },
      flink: { url: sandbox.flinkUrl, jar },
      alertmanager: { url: sandbox.alertmanagerUrl },
    },
    { env: {}, timeoutMs: PATIENCE_MS, readFile: () => Promise.resolve(sandbox.kubeconfigYaml) },
  );
}

interface Life {
  context(): ActionContext;
  moment(): Promise<Moment>;
  pass(): void;
  /** Does the work while time goes by. */
  passing<T>(work: () => Promise<T>): Promise<T>;
}

interface Made {
  readonly questions: readonly ChangeQuestion[];
  readonly receipts: readonly JsonObject[];
  readonly done: Moment;
}

async function madeChange(action: Action, plan: Plan, of: string, life: Life): Promise<Made> {
  const questions: ChangeQuestion[] = [];
  const receipts: JsonObject[] = [];
  let before = await life.moment();
  if (action.type.startsWith("kubernetes."))
    questions.push({
      name: `rehearse${of}`,
      moment: before,
      truth: "rehearsed",
      ask: (context) => rehearsed(action, plan, context),
    });
  for (const write of plan.writes) {
    const { order, waited } = await whenReady(action, plan, write, life);
    const which = plan.writes.length === 1 ? of : ` of ${nameOf(write)}${of}`;
    if (waited) before = await life.moment();
    const send = () => action.apply(order, life.context());
    // A stop waits for its savepoint.
    const receipt = await (nameOf(write) === "stop" ? life.passing(send) : send());
    if (receipt.outcome !== "applied") throw new Error(`${action.type} was not made: ${JSON.stringify(receipt)}`);
    receipts.push(receipt.detail);
    const after = await life.moment();
    const ask = (context: ActionContext) => reconciled(action, order, context);
    questions.push(
      { name: `prepare${which}`, moment: before, truth: "ready", ask: (c) => prepared(action, plan, write, c) },
      { name: `reconcile${which}, not sent`, moment: before, truth: "not-applied", ask },
      { name: `reconcile${which}, sent`, moment: after, truth: "applied", ask },
    );
    before = after;
  }
  const watch = (context: ActionContext) => progressed(action, plan, receipts, context);
  const { verdict } = await watch(life.context());
  const done = await whenComplete(watch, life);
  if (verdict === "under way")
    questions.push({ name: `progress${of}, just sent`, moment: before, truth: "under way", ask: watch });
  questions.push({ name: `progress${of}`, moment: done, truth: "complete", ask: watch });
  return { questions, receipts, done };
}

/** "deployments", "stop", "upload", "run" */
function nameOf({ path }: Write): string {
  const [name = "", last = ""] = (path.split("?")[0] ?? "").split("/").slice(-2);
  return path.startsWith("/api") ? name : last;
}

/** What the write before it set in motion may have to end first. */
async function whenReady(
  action: Action,
  plan: Plan,
  write: Write,
  life: Life,
): Promise<{ readonly order: SendOrder; readonly waited: boolean }> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const came = await action.prepare(plan, write, life.context());
    if (came.ready) {
      const { resourceVersion, detail } = came;
      return { order: { plan, write, resourceVersion, mark: `${MARK}${write.id}`, detail }, waited: look > 0 };
    }
    if (came.waiting !== true) throw new Error(`${action.type} cannot be made: ${came.reason}`);
    life.pass();
  }
  throw new Error(`${action.type} waits for ever`);
}

async function whenComplete(watch: (context: ActionContext) => Promise<Statement>, life: Life): Promise<Moment> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const { verdict, words } = await watch(life.context());
    if (verdict === "complete") return life.moment();
    if (verdict === "failed") throw new Error(words);
    life.pass();
  }
  throw new Error("it never completes");
}
