import type { Effect, EffectOf } from "../../../src/core/run/effect.ts";
import type { EventOf, RunEvent } from "../../../src/core/run/event.ts";
import { outOfPlace } from "../../../src/core/run/out-of-place.ts";
import type { RunState } from "../../../src/core/run/state.ts";
import { readJournal } from "../../../src/drivers/local/journal/read-journal.ts";
import { JOURNAL } from "../../drivers/local/simulation/simulation.ts";
import type { SimClock } from "../../drivers/local/simulation/sim-clock.ts";
import { type SimDisk, syncedPart } from "../../drivers/local/simulation/sim-disk.ts";
import { everHeld, isTrue } from "./conditions-held.ts";
import { mayPage, maySend, type Shape } from "./shape.ts";
import type { Landed, TroubledPlatform } from "./troubled-platform.ts";

/** A clock that is set by less is taken for one that is a little fast. */
const UNNOTICED_JUMP_MS = 1_000;
/** Slack of a check's budget in the core, and the moment in which the answer is recorded. */
const BUDGET_SLACK_MS = 2_000;
/**
 * What is overdue for long is paged after a look at the symptoms, which may take their whole budget, and is taken again where it failed. A page that
 * failed in a way that passes goes again within a minute, and so has this long anew.
 */
const LATEST_PAGE_MS = 3 * 60_000;

const MOST_NOTES = 5;

/**
 * Looks at what reaches the disk and the platform, and at what people said, and holds the promises against it. It trusts the disk and the platform,
 * not the run's own state.
 */
export class Observer {
  readonly breaches: string[] = [];
  readonly story: string[] = [];
  readonly #clock: SimClock;
  readonly #platform: TroubledPlatform;
  readonly #shape: Shape;
  /** Digests that a person approved while they were offered and in time, by proposal. */
  readonly #approved = new Map<string, string>();
  readonly #verified = new Set<string>();
  /** The rounds in which the symptom that fails was seen to pass. */
  readonly #passed = new Set<string>();
  #requestedPages = 0;
  /** Steps that were paged before their time, and those whose condition was never true. */
  readonly #early = new Set<number>();
  readonly #untrue = new Set<number>();
  #acknowledged = false;
  #mayBeAcknowledged = false;
  #jumped = false;
  /** The run as it was before the event that happens. */
  #before: RunState | null = null;
  #ended = false;
  /** By step: since when it is overdue although somebody stays with a run in trouble, by the monotonic clock. */
  readonly #overdueSince = new Map<number, number>();
  #pagesInTrouble = 0;

  constructor(clock: SimClock, platform: TroubledPlatform, shape: Shape) {
    this.#clock = clock;
    this.#platform = platform;
    this.#shape = shape;
  }

  tell(line: string): void {
    const seconds = (this.#clock.monotonic() / 1_000).toFixed(1).padStart(8);
    this.story.push(`${seconds} s  ${line}`);
  }

  #breach(what: string): void {
    this.breaches.push(what);
    this.tell(`BREACH: ${what}`);
  }

  jumped(): void {
    this.#jumped = true;
  }

  /** A person approves what stands before them. */
  approves(digest: string, seen: RunState): void {
    const proposal = seen.proposals.find((one) => one.digest === digest && one.stage.kind === "offered");
    if (proposal === undefined || (proposal.expiresAtMs ?? 0) <= this.#clock.now() || seen.ended !== null) return;
    this.#approved.set(proposal.id, digest);
  }

  requestsPage(): void {
    this.#requestedPages += 1;
  }

  /** Somebody acknowledges; until that is said to be recorded it may be on disk or not, and either is believed. */
  acknowledges(): void {
    this.#mayBeAcknowledged = true;
  }

  /** The run said that an acknowledgement is recorded. */
  acknowledged(): void {
    this.#acknowledged = true;
  }

  /** What a process begins to do. */
  begins(effect: Effect, disk: SimDisk): void {
    const changes = ["prompt", "lease", "prepare", "send"].includes(effect.type);
    if (changes && !maySend(this.#shape))
      this.#breach(`${effect.type} in ${this.#shape.readOnly ? "a read-only environment" : "a dry run"}`);
    if (effect.type === "send") this.#sends(effect, disk);
    if (effect.type === "page") this.#pages(effect, disk);
  }

  #sends(effect: EffectOf<"send">, disk: SimDisk): void {
    const { attempt, mark, plan, proposal, write } = effect;
    this.tell(`sends ${mark}, attempt ${attempt}`);
    const events = onDisk(disk, true);
    const approved = events.some((event) => event.type === "approved" && event.digest === this.#approved.get(proposal));
    if (!approved) this.#breach(`${proposal} is sent, and nobody approved its digest, or not on disk`);
    const intended = events.some(
      (event) =>
        event.type === "intended" &&
        event.proposal === proposal &&
        event.write === write.id &&
        event.attempt === attempt,
    );
    if (!intended) this.#breach(`${mark} is sent and its intent is not on disk`);
    const { mitigation, undo } = plan.before;
    const made = this.#shape.mitigations[Number(mitigation)]?.madeBefore ?? 0;
    if (undo !== true && made >= 2) this.#breach(`${mark} is sent, and was made ${made} times and did not last`);
  }

  #pages(effect: EffectOf<"page">, disk: SimDisk): void {
    this.tell(`${effect.note} ${effect.target}${effect.late ? ", late" : ""}`);
    if (effect.note !== "page") return;
    if (this.#ended) this.#breach(`step ${effect.step} is paged after the run came to its end`);
    const events = onDisk(disk, true);
    const [started] = events;
    if (started?.type !== "started") return this.#breach("a page of a run that is not on disk");
    if (!mayPage(this.#shape)) this.#breach(`step ${effect.step} is paged in a ${this.#shape.mode}`);
    this.#isInTime(effect.step, started.atMs, events);
    if (this.#acknowledged) this.#breach(`step ${effect.step} is paged after it was acknowledged`);
    const before = events.some(
      (event) => event.type === "paged" && event.step === effect.step && event.note === "page" && event.again !== true,
    );
    if (before) this.#breach(`step ${effect.step} is paged a second time`);
  }

  /** Neither early nor untrue, but for what a person asked for; and the next one instead of a change that does not last. */
  #isInTime(index: number, startedAtMs: number, events: readonly RunEvent[]): void {
    const step = this.#shape.escalation[index];
    if (typeof step === "string") {
      if (!everHeld(events, step)) this.#untrue.add(index);
      if (this.#untrue.size > this.#requestedPages) this.#breach(`step ${index} is paged, and ${step} was never true`);
      return;
    }
    const afterMs = (step ?? Infinity) * 60_000;
    const waitedMs = this.#clock.now() - startedAtMs;
    // A clock that was set back does not make the wait longer than it is.
    if (Math.max(waitedMs, this.#clock.monotonic()) < afterMs - UNNOTICED_JUMP_MS) this.#early.add(index);
    const lasted = this.#shape.mitigations.every(({ madeBefore }) => madeBefore < 2);
    if (this.#early.size > this.#requestedPages + (lasted ? 0 : 1))
      this.#breach(`step ${index} is paged ${afterMs - waitedMs} ms before it is due`);
  }

  /** An event was recorded and applied. */
  happened(event: RunEvent, state: RunState, budgetMs: number): void {
    if (event.type !== "woke" && event.type !== "checked") this.tell(described(event));
    if (event.type === "checked" && event.result.verdict === "pass" && !this.#jumped) {
      const lateMs = event.result.durationMs - budgetMs - BUDGET_SLACK_MS;
      // One that is told again in the company of others is recorded as well, and nothing goes by it.
      if (lateMs > 0 && awaits(this.#before, event))
        this.#breach(`${event.check} passes by an answer that came ${lateMs} ms after its budget`);
    }
    this.#before = state;
    const { ended } = state;
    this.#ended = ended !== null;
    this.#guards(state);
    this.#proofs(event, state);
    if (!maySend(this.#shape) && state.proposals.some(({ digest }) => digest !== null))
      this.#breach("a digest is given out, and nothing may be approved");
    if (ended !== null && ended.atMs === event.atMs && ["healthy", "resolved"].includes(ended.outcome))
      if (this.#platform.failing) this.#breach(`the run ends as ${ended.outcome} while the symptom fails`);
  }

  /** No step is lost: who stays with a run in trouble sees its page accepted soon after it is due, or refused for good. A page that was begun is none. */
  awaitsPages({ acknowledgement, diagnosis, ended, left, session, startedAtMs }: RunState): void {
    if (!mayPage(this.#shape)) return;
    const stays = session !== null && session.attendance !== "none" && left === null && ended === null;
    const acknowledged = this.#acknowledged || (this.#mayBeAcknowledged && acknowledgement !== null);
    const troubled = diagnosis?.health === "problem" && this.#platform.failing && !acknowledged;
    if (this.#pagesInTrouble !== this.#platform.pagesInTrouble) this.#overdueSince.clear();
    this.#pagesInTrouble = this.#platform.pagesInTrouble;
    for (const [step, when] of this.#shape.escalation.entries()) {
      const due =
        typeof when === "number"
          ? this.#clock.now() >= startedAtMs + when * 60_000
          : isTrue(when, (check) => diagnosis?.results.get(check)?.verdict);
      if (!stays || !troubled || !due || this.#isAnswered(step, "page")) this.#overdueSince.delete(step);
      else {
        const since = this.#overdueSince.get(step) ?? this.#clock.monotonic();
        this.#overdueSince.set(step, since);
        const waitedMs = this.#clock.monotonic() - since;
        if (waitedMs > LATEST_PAGE_MS) this.#breach(`step ${step} is due since ${waitedMs} ms, and nobody was paged`);
      }
    }
  }

  #isAnswered(step: number, note: string): boolean {
    const { acceptedPages, refusedPages } = this.#platform;
    return acceptedPages.has(`${step} ${note}`) || refusedPages.has(`${step} ${note}`);
  }

  /** A change that broke what it must not break has its undo proposed at once, and none is called proved while it does, unless somebody kept it. */
  #guards({ proposals }: RunState): void {
    for (const { id, stage, guards, undoes } of proposals) {
      if (stage.kind === "regressed" && !proposals.some((other) => other.undoes === id))
        this.#breach(`${id} broke its guard, and its undo is not proposed`);
      const measured = guards.some(({ before, accepted }) => before?.verdict === "pass" && !accepted);
      const told = this.#verified.has(id);
      if (stage.kind !== "verified" || undoes !== null || told) continue;
      this.#verified.add(id);
      if (measured && this.#platform.broken) this.#breach(`${id} is called proved, and breaks its guard`);
    }
  }

  /** A change is proved once it is told to have completed, by as many looks as the runbook wants: one that is told twice is one. */
  #proofs(event: RunEvent, { proposals }: RunState): void {
    if (event.type === "checked" && event.result.verdict === "pass" && event.check === "s0")
      this.#passed.add(event.round);
    for (const { id, stage, undoes } of proposals) {
      if (stage.kind !== "verifying" && stage.kind !== "verified") continue;
      if (!this.#platform.completed.has(id)) this.#breach(`${id} is taken for complete, and is not`);
      if (stage.kind === "verifying" || undoes !== null) continue;
      const looks = [...this.#passed].filter((round) => round.startsWith(`verify-${id}-`)).length;
      if (looks < this.#shape.passes) this.#breach(`${id} is called proved by ${looks} of ${this.#shape.passes} looks`);
    }
  }

  /** A write reached its object. */
  lands(landed: Landed): void {
    this.tell(`${landed.mark} reaches its object${landed.held ? ", long after it was given up" : ""}`);
    const times = this.#platform.landed.filter(({ mark }) => mark === landed.mark).length;
    if (times > 1) this.#breach(`${landed.mark} was made ${times} times`);
    if (landed.moved) this.#breach(`${landed.mark} was made on another object than was approved`);
  }

  /** After the last process: what the journal holds of what was done. */
  closes(disk: SimDisk, state: RunState | null): void {
    const events = onDisk(disk, false);
    const misplaced = outOfPlace(events);
    if (misplaced !== null)
      this.#breach(`the journal would be refused: event ${misplaced.index}, ${misplaced.problem}`);
    for (const [nth, { held, mark, proposal, write }] of this.#platform.landed.entries()) {
      if (!events.some((event) => event.type === "intended" && event.proposal === proposal && event.write === write))
        this.#breach(`${mark} was made, and its intent is lost`);
      const stage = state?.proposals.find((one) => one.id === proposal);
      const known = stage !== undefined && (stage.appliedAtMs !== null || stage.stage.kind === "unknown");
      // What arrives after the last look at its object can be told by nobody.
      const unseen = held && (this.#platform.landedBeforeLook.get(proposal) ?? 0) <= nth;
      if (!known && !unseen)
        this.#breach(`${mark} was made, and the run ends as if it were ${stage?.stage.kind ?? "not there"}`);
    }
    if (state?.ended?.outcome === "resolved") this.#resolves(events);
  }

  /** Who was paged is told of the end, unless that failed too often. */
  #resolves(events: readonly RunEvent[]): void {
    const told = events.filter((event) => event.type === "paged");
    for (const { step } of told.filter(({ note, ok }) => note === "page" && ok)) {
      const failures = told.filter((event) => event.step === step && event.note === "resolve" && !event.ok).length;
      if (!this.#isAnswered(step, "resolve") && failures < MOST_NOTES)
        this.#breach(`step ${step} was paged, and its pager is not told of the end`);
    }
  }

  failed(what: string): void {
    this.#breach(what);
  }
}

/** Whether the run still waits for this answer. */
function awaits(state: RunState | null, { round, check }: EventOf<"checked">): boolean {
  return state?.rounds.some(({ id, results }) => id === round && !results.has(check)) === true;
}

/** The events of the journal: all that were written, or only what a power failure leaves. */
export function onDisk(disk: SimDisk, synced: boolean): readonly RunEvent[] {
  const file = disk.files.get(JOURNAL);
  if (file === undefined) return [];
  return readJournal(synced ? syncedPart(file) : file.content, JOURNAL).events;
}

function described(event: RunEvent): string {
  const { type, ...rest } = event;
  const facts = Object.entries(rest)
    .filter(([key, value]) => key !== "atMs" && (typeof value === "string" || typeof value === "number"))
    .map(([key, value]) => `${key} ${String(value).slice(0, 12)}`);
  const outcome = event.type === "received" ? ` ${event.receipt.outcome}` : "";
  return `${type}${outcome} ${facts.join(", ")}`.trimEnd();
}
