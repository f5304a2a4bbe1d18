import { boundedEvent } from "../../core/run/bounded-event.ts";
import type { RunEvent, RunEventBody } from "../../core/run/event.ts";
import { fold } from "../machine.ts";
import { mustBeRecorded } from "./effect-rules.ts";
import type { HoldOptions } from "./hold-options.ts";
import { Stopwatch } from "./stopwatch.ts";

/** The events of a held run and the state that they make: each is stamped, redacted, bounded, recorded, and only then counts. */
export class RunLog<State> {
  readonly #options: HoldOptions<State>;
  readonly #stopwatch: Stopwatch;
  readonly #events: RunEvent[];
  #state: State;
  #saidNotRecorded = false;

  constructor(options: HoldOptions<State>) {
    this.#options = options;
    this.#stopwatch = new Stopwatch(options.world);
    this.#events = [...options.run.events];
    this.#state = fold(options.machine, options.run.events);
  }

  get state(): State {
    return this.#state;
  }

  get events(): readonly RunEvent[] {
    return this.#events;
  }

  /** The wall clock left the monotonic one since the last event: the computer slept, or its clock was set. */
  get jumped(): boolean {
    return this.#stopwatch.jumped();
  }

  async wake(): Promise<void> {
    await this.take({ type: "woke", jumpedMs: this.#stopwatch.jumpedMs() });
  }

  /** A person's event: taken, or the reason why not, which is also said to the one who attends here. */
  async offer(body: RunEventBody): Promise<string | null> {
    if (this.jumped) await this.wake();
    const { machine, world } = this.#options;
    // What it is about may have lapsed a moment ago, which nothing has said yet.
    const now = machine.apply(this.#state, { type: "woke", jumpedMs: 0, atMs: world.now() });
    const reason = machine.refusal(now, body) ?? (await this.take(body));
    if (reason !== null) this.#options.onNotice?.({ kind: "refused", body, message: reason });
    return reason;
  }

  /** null when it was taken; else the reason: it must be recorded and cannot be. */
  async take(body: RunEventBody): Promise<string | null> {
    if (body.type !== "woke" && this.jumped) await this.wake();
    const { machine, onEvent, redact, run } = this.#options;
    if (this.#isLost(body)) return this.#lostBecause();
    const event = boundedEvent(redact({ atMs: this.#stopwatch.stamp(), ...body }));
    // Applied first, which has no consequence yet: an event that the machine cannot take must not be in the journal.
    const next = machine.apply(this.#state, event);
    await run.recorder.record(event);
    this.sayIfNotRecorded();
    if (this.#isLost(body)) return this.#lostBecause();
    this.#state = next;
    this.#events.push(event);
    onEvent?.(event, next);
    return null;
  }

  sayIfNotRecorded(): void {
    const { notRecorded } = this.#options.run.recorder;
    if (notRecorded === null || this.#saidNotRecorded) return;
    this.#saidNotRecorded = true;
    this.#options.onNotice?.({ kind: "not-recorded", message: notRecorded });
  }

  #isLost(body: RunEventBody): boolean {
    return this.#options.run.recorder.notRecorded !== null && mustBeRecorded(body);
  }

  #lostBecause(): string {
    return `the run is not recorded, so nothing can be approved: ${this.#options.run.recorder.notRecorded ?? ""}`;
  }
}
