import { ClientError } from "../../../../src/clients/client-error.ts";
import type { KubernetesClient } from "../../../../src/clients/kubernetes-client.ts";
import type { SimClock } from "../../../drivers/local/simulation/sim-clock.ts";

/** What goes wrong with one request of a run to the API server, counted from its first. */
export interface ApiTrouble {
  readonly run: number;
  readonly nth: number;
  readonly kind: "unreachable" | "answer lost" | "late";
}

interface Kept {
  readonly metadata: { readonly name: string; readonly resourceVersion?: string };
  readonly spec?: { readonly holderIdentity?: string };
}

const SERVER_BEGAN_MS = Date.UTC(2026, 2, 1, 3, 0, 0);
const LATENCY_MS = 15;
const LATE_MS = 4_000;

/** An API server that keeps leases as one does: a write with another version than the kept one is a conflict. Its clock is nobody else's. */
export class SimApi {
  readonly #clock: SimClock;
  readonly #troubles: readonly ApiTrouble[];
  readonly #kept = new Map<string, Kept>();
  readonly #asked = [0, 0];
  #version = 0;
  /** By the monotonic clock: since when nobody answers, and until when. */
  down: { readonly fromMs: number; readonly untilMs: number } = { fromMs: Infinity, untilMs: Infinity };
  /** Told of each lease that was stored, and whose it is by then. */
  onLease: (name: string, holder: string) => void = () => undefined;

  /** Told whenever somebody is about to be answered. */
  onAnswer: () => void = () => undefined;

  constructor(clock: SimClock, troubles: readonly ApiTrouble[]) {
    this.#clock = clock;
    this.#troubles = troubles;
  }

  holderOf(name: string): string {
    return this.#kept.get(name)?.spec?.holderIdentity ?? "";
  }

  /** The server as one of the runs reaches it; `stored`: told of each lease that is stored through it. */
  doorOf(run: number, stored: (name: string) => void = () => undefined): KubernetesClient {
    const never = (): never => {
      throw new Error("the simulated API server keeps leases only");
    };
    return {
      server: "https://sim",
      namespace: "ml",
      context: "sim",
      kubeconfig: null,
      whoAmI: async () => "sim-operator",
      mayI: never,
      getMetadata: never,
      list: never,
      logs: never,
      get: async <T>(path: string) => {
        await this.#reach(run);
        const found = this.#kept.get(path.split("/").at(-1) ?? "");
        if (found === undefined) throw new ClientError("not-found", "no such lease", "", 404);
        return found as T;
      },
      write: async <T>({ body }: Parameters<KubernetesClient["write"]>[0]) => {
        const lost = await this.#reach(run);
        const written = this.#store(body as unknown as Kept);
        stored(written.metadata.name);
        if (lost) throw new ClientError("timeout", "the answer was lost", "");
        return written as T;
      },
      clockAheadMs: () => 0,
      stampShiftMs: () => 0,
      serverNow: () => SERVER_BEGAN_MS + this.#clock.monotonic(),
    };
  }

  #store(body: Kept): Kept {
    const { name, resourceVersion } = body.metadata;
    if (this.#kept.get(name)?.metadata.resourceVersion !== resourceVersion)
      throw new ClientError("conflict", "another version by now", "", 409);
    this.#version += 1;
    const stored = { ...body, metadata: { ...body.metadata, resourceVersion: String(this.#version) } };
    this.#kept.set(name, stored);
    this.onLease(name, stored.spec?.holderIdentity ?? "");
    return stored;
  }

  /** Whether the answer will be lost. */
  async #reach(run: number): Promise<boolean> {
    const nth = this.#asked[run] ?? 0;
    this.#asked[run] = nth + 1;
    const trouble = this.#troubles.find((one) => one.run === run && one.nth === nth)?.kind;
    await this.#clock.sleep(trouble === "late" ? LATE_MS : LATENCY_MS, new AbortController().signal);
    this.onAnswer();
    const nowMs = this.#clock.monotonic();
    if (trouble === "unreachable" || (nowMs >= this.down.fromMs && nowMs < this.down.untilMs))
      throw new ClientError("unreachable", "nobody answers", "");
    return trouble === "answer lost";
  }
}
