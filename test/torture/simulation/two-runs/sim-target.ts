import type { Action, SendOrder } from "../../../../src/actions/action.ts";
import type { Plan } from "../../../../src/core/plan/plan.ts";
import { leaseOn } from "../../../../src/core/plan/lease.ts";
import type { Receipt } from "../../../../src/core/run/event.ts";
import { PLAN } from "../../../drivers/local/simulation/sim-platform.ts";
import type { SimClock } from "../../../drivers/local/simulation/sim-clock.ts";

const LATENCY_MS = 40;
const LOST_MS = 9_000;

/** A write of which the platform's answer is lost, after it was stored or before; a held one arrives only that much after it was given up. */
export interface SendTrouble {
  readonly nth: number;
  readonly kind: "lost" | "lost undone" | "late" | "held";
  readonly heldMs: number;
}

/** One object, changed by one write after another, and what was done to it. A change makes it another object to whoever planned on it as it was. */
export class SimTarget {
  /** The marks of the writes that reached it. */
  readonly landed: string[] = [];
  readonly #clock: SimClock;
  readonly #writes: number;
  readonly #troubles: readonly SendTrouble[];
  readonly #unguarded: boolean;
  #resourceVersion = 100;
  #sends = 0;

  constructor(clock: SimClock, writes: number, troubles: readonly SendTrouble[], unguarded: boolean) {
    this.#clock = clock;
    this.#writes = writes;
    this.#troubles = troubles;
    this.#unguarded = unguarded;
  }

  get failing(): boolean {
    return this.landed.length < this.#writes;
  }

  get mark(): string | null {
    return this.landed.at(-1) ?? null;
  }

  plan(): Plan {
    const [pattern] = PLAN.writes;
    if (pattern === undefined) throw new Error("a plan without a write");
    const left = this.#writes - this.landed.length;
    const writes = Array.from({ length: left }, (_, at) => ({ ...pattern, id: String(at + 1) }));
    const before = { done: this.landed.length };
    return { ...PLAN, lease: leaseOn(PLAN.target), writes, before, identity: `after ${this.landed.length}` };
  }

  /** As the performer of effects knows it. */
  get action(): Action {
    return {
      prepare: async (plan: Plan, write: { readonly id: string }) => {
        await this.#pass(LATENCY_MS);
        const wanted = Number(plan.before["done"]) + Number(write.id) - 1;
        return this.landed.length === wanted || this.#unguarded
          ? { ready: true, resourceVersion: String(this.#resourceVersion), detail: {} }
          : { ready: false, reason: "it was changed" };
      },
      apply: (order: SendOrder) => this.#send(order),
      reconcile: async ({ mark, resourceVersion }: SendOrder) => {
        await this.#pass(LATENCY_MS);
        const untouched = resourceVersion === String(this.#resourceVersion);
        const found = this.mark === mark ? "applied" : untouched ? "not-applied" : "unknown";
        return { found, message: "" };
      },
      progress: async () => {
        await this.#pass(LATENCY_MS);
        return { complete: true, completedAtMs: this.#clock.now(), failed: null, summary: "" };
      },
    } as unknown as Action;
  }

  async #send(order: SendOrder): Promise<Receipt> {
    const { kind, heldMs = 0 } = this.#troubles.find(({ nth }) => nth === this.#sends) ?? {};
    this.#sends += 1;
    await this.#pass(kind === "late" || kind === "held" ? LOST_MS : LATENCY_MS);
    if (kind === "held") void this.#pass(heldMs).then(() => this.#store(order));
    if (kind === "lost undone" || kind === "held") return { outcome: "lost", message: "no answer" };
    const receipt = this.#store(order);
    return kind === "lost" && receipt.outcome === "applied" ? { outcome: "lost", message: "no answer" } : receipt;
  }

  #store({ mark, resourceVersion }: SendOrder): Receipt {
    if (resourceVersion !== String(this.#resourceVersion) && !this.#unguarded)
      return { outcome: this.mark === mark ? "lost" : "conflict", message: "409" };
    this.#resourceVersion += 1;
    this.landed.push(mark);
    return { outcome: "applied", atMs: this.#clock.now(), resourceVersion: String(this.#resourceVersion), detail: {} };
  }

  async #pass(ms: number): Promise<void> {
    await this.#clock.sleep(ms, new AbortController().signal);
  }
}
