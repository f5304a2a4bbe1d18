import type { Effect } from "../../core/run/effect.ts";
import { needsDisk } from "../../core/run/effect.ts";
import { Alarm } from "./alarm.ts";
import { needsRecord } from "./effect-rules.ts";
import { releaseRun } from "./held-run.ts";
import type { HoldOptions, RunEnd } from "./hold-options.ts";
import type { HolderAnswer, HolderMessage } from "./holder/message.ts";
import { Inbox } from "./inbox.ts";
import type { Answer } from "./in-flight.ts";
import { InFlight } from "./in-flight.ts";
import { JournalError } from "./journal/journal-error.ts";
import { RunLog } from "./run-log.ts";

/** What was sent is waited for at most this long when the run is left; whoever resumes it asks the live system. */
const LAST_ANSWERS_MS = 30_000;

const LEAVING: HolderAnswer = { ok: false, reason: "the process that holds the run is leaving it; try again" };

const TOO_LATE: HolderAnswer = { ok: false, reason: "the process that holds the run was suspended when it was asked" };

type Item =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "request"; readonly message: HolderMessage; readonly reply: (answer: HolderAnswer) => void }
  | { readonly kind: "alarm" | "stop" | "patience-over" };

/**
 * Goes on with a run until nothing is left to do, only a person could, or it is told to stop: performs what the machine wants, and feeds back what
 * came of it. Each event is recorded before it is applied, and on disk before a change or a page. Lets go of the run in the end.
 *
 * What an effect or the machine throws is a defect: it ends this process's part without an event, so that the run can be resumed as after a crash.
 * Never rejects.
 */
export async function holdRun<State>(options: HoldOptions<State>): Promise<RunEnd<State>> {
  return await new Hold(options).run();
}

class Hold<State> {
  readonly #options: HoldOptions<State>;
  readonly #log: RunLog<State>;
  readonly #inbox = new Inbox<Item>();
  readonly #inFlight: InFlight;
  readonly #alarm: Alarm;
  #why: RunEnd<State>["why"] | null = null;
  #defect: unknown = null;

  constructor(options: HoldOptions<State>) {
    const { perform, world } = options;
    this.#options = options;
    this.#log = new RunLog(options);
    this.#inFlight = new InFlight(world, perform, (answer) => this.#inbox.push({ kind: "answer", answer }));
    this.#alarm = new Alarm(world, () => this.#inbox.push({ kind: "alarm" }));
  }

  async run(): Promise<RunEnd<State>> {
    const { run, stop } = this.#options;
    const stopped = (): void => this.#inbox.push({ kind: "stop" });
    if (stop?.aborted === true) stopped();
    stop?.addEventListener("abort", stopped, { once: true });
    run.claim?.serve((message) => new Promise((reply) => this.#inbox.push({ kind: "request", message, reply })));
    await this.#guarded(() => this.#goOn());
    await this.#guarded(() => this.#finish());
    stop?.removeEventListener("abort", stopped);
    this.#inbox.close((item) => {
      if (item.kind === "request") item.reply(LEAVING);
    });
    await this.#guarded(() => releaseRun(run));
    const { events, state } = this.#log;
    return {
      state,
      events,
      why: this.#why ?? "ended",
      notRecorded: run.recorder.notRecorded,
      defect: this.#defect,
    };
  }

  async #goOn(): Promise<void> {
    const { attendance, unpageable = {}, first = [], machine, world } = this.#options;
    this.#log.sayIfNotRecorded();
    const { state } = this.#log;
    const over = machine.isEnded(state) && machine.wanted(state).length === 0 && machine.deadlines(state).length === 0;
    if (over && first.length === 0) return;
    const lacks = Object.keys(unpageable).length === 0 ? {} : { unpageable };
    await this.#log.take({ type: "session", session: world.sessionId(), attendance, ...lacks });
    for (const body of first) await this.#log.offer(body);
    await this.#settle();
    while (this.#why === null) {
      this.#alarm.arm(machine.deadlines(this.#log.state));
      await this.#handle(await this.#inbox.next());
      if (this.#why === null) await this.#settle();
    }
  }

  async #handle(item: Item): Promise<void> {
    if (item.kind === "answer") await this.#takeAnswer(item.answer);
    if (item.kind === "request") item.reply(await this.#answerRequest(item.message));
    if (item.kind === "stop") this.#why = "interrupted";
    if (item.kind === "alarm") {
      const due = this.#alarm.serve(this.#options.machine.deadlines(this.#log.state));
      if (due || this.#log.jumped) await this.#log.wake();
    }
  }

  async #takeAnswer(answer: Answer): Promise<void> {
    for (const body of this.#inFlight.take(answer)) {
      if (body.type === "left") this.#why = "quit";
      else if (answer.running.effect.type === "prompt") await this.#log.offer(body);
      else await this.#log.take(body);
    }
  }

  async #answerRequest(message: HolderMessage): Promise<HolderAnswer> {
    const { run, world } = this.#options;
    const { recorder } = run;
    if (message.op === "snapshot") return { ok: true, events: this.#log.events, notRecorded: recorder.notRecorded };
    if (world.now() > (message.notAfterMs ?? Infinity)) return TOO_LATE;
    const reason = await this.#log.offer(message.event);
    if (reason !== null) return { ok: false, reason };
    return (await recorder.sync()) ? { ok: true, accepted: true } : { ok: false, reason: recorder.notRecorded ?? "" };
  }

  /** Begins what is wanted by now, withdraws what no longer is, and sees whether that was all. */
  async #settle(): Promise<void> {
    const { attendance, machine, run } = this.#options;
    const { state } = this.#log;
    const wanted = machine.wanted(state);
    const fresh = this.#inFlight.update(wanted);
    for (const effect of fresh) if (!needsDisk(effect) && this.#may(effect)) this.#inFlight.begin(effect);
    const outward = fresh.filter((effect) => needsDisk(effect) && this.#may(effect));
    if (outward.length > 0 && (await this.#isSafe())) for (const effect of outward) this.#inFlight.begin(effect);
    if (this.#inFlight.size > 0) return;
    const idle = !wanted.some((effect) => this.#may(effect));
    const resting = machine.isResting(state);
    // Nobody can approve anything in a run that is not recorded: then it rests where it would ask.
    const unattended = attendance === "none" || attendance === "visitor" || run.recorder.notRecorded !== null;
    // An ended run may still owe somebody a word.
    if (idle && machine.isEnded(state) && machine.deadlines(state).length === 0) this.#why = "ended";
    else if (idle && unattended && (resting || wanted.length > 0)) this.#why = "resting";
  }

  #may(effect: Effect): boolean {
    return this.#options.run.recorder.notRecorded === null || !needsRecord(effect);
  }

  /** What led here is on disk, and the run is still ours. */
  async #isSafe(): Promise<boolean> {
    const { claim, folder, recorder } = this.#options.run;
    const synced = await recorder.sync();
    this.#log.sayIfNotRecorded();
    if (!synced) return false;
    if (await claim?.stillHeld()) return true;
    throw new JournalError("foreign-write", folder, null, `another process took the run in ${folder} over`);
  }

  /** Waits for the answers to what was sent, and records them; then the leaving itself. */
  async #finish(): Promise<void> {
    this.#alarm.disarm();
    this.#inFlight.withdrawAll();
    if (this.#why !== "taken-over" && this.#inFlight.size > 0) await this.#lastAnswers();
    if (this.#why === "interrupted" || this.#why === "quit") await this.#log.take({ type: "left", reason: this.#why });
  }

  async #lastAnswers(): Promise<void> {
    const message = "waiting for the answer to what was sent already";
    this.#options.onNotice?.({ kind: "waiting", message });
    const patience = new AbortController();
    const patient = this.#options.world
      .sleep(LAST_ANSWERS_MS, patience.signal)
      .finally(() => this.#inbox.push({ kind: "patience-over" }));
    for (let waiting = true; waiting && this.#inFlight.size > 0;) {
      const item = await this.#inbox.next();
      if (item.kind === "patience-over") waiting = false;
      if (item.kind === "request") item.reply(LEAVING);
      if (item.kind === "answer") await this.#guarded(() => this.#takeAnswer(item.answer));
    }
    patience.abort();
    await patient;
  }

  /** Turns what is thrown into the end of this process's part. */
  async #guarded(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      const foreign = error instanceof JournalError && error.code === "foreign-write";
      this.#why = foreign ? "taken-over" : "defect";
      this.#defect ??= error;
    }
  }
}
