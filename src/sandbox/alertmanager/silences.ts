import * as z from "zod";
import { PromQLError } from "../promql/promql.ts";
import { uuidFrom } from "../random.ts";
import { labelMatcher, meetsAll, type LabelMatcher } from "./label-matcher.ts";

/** A silence as it is stored; whether it is active depends on the time. */
export interface StoredSilence {
  readonly id: string;
  readonly matchers: readonly LabelMatcher[];
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly updatedAtMs: number;
  readonly createdBy: string;
  readonly comment: string;
}

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const posted = z.object({
  id: z.string().nullish(),
  matchers: z.array(labelMatcher).min(1),
  startsAt: time,
  endsAt: time,
  createdBy: z.string(),
  comment: z.string(),
});

/** What Alertmanager answers to a silence that it does not take. */
export type Refused = { readonly status: 400 | 404 | 422; readonly said: unknown };

export function stateAt({ startsAtMs, endsAtMs }: StoredSilence, nowMs: number): "pending" | "active" | "expired" {
  if (endsAtMs <= nowMs) return "expired";
  return startsAtMs <= nowMs ? "active" : "pending";
}

/** The silences of one Alertmanager; the same requests at the same times give the same ids. */
export class Silences {
  readonly #silences = new Map<string, StoredSilence>();
  readonly #seed: string;

  constructor(seed: number) {
    this.#seed = `${seed}/silence`;
  }

  all(): readonly StoredSilence[] {
    return [...this.#silences.values()];
  }

  get(id: string): StoredSilence | undefined {
    return this.#silences.get(id);
  }

  /** Ids of the silences that hide an alert at a time. */
  hiding(labels: Readonly<Record<string, string>>, nowMs: number): readonly string[] {
    return this.all()
      .filter((silence) => stateAt(silence, nowMs) === "active" && meetsAll(silence.matchers)(labels))
      .map(({ id }) => id);
  }

  /** Makes a silence; one with an id takes the place of that one, which ends. */
  post(body: string, nowMs: number): string | Refused {
    const parsed = posted.safeParse(parsedJson(body));
    if (!parsed.success) return { status: 422, said: { code: 602, message: z.prettifyError(parsed.error) } };
    const { id: former, matchers, startsAt, endsAt, createdBy, comment } = parsed.data;
    const refused = (why: string): Refused => ({ status: 400, said: `Failed to create silence: ${why}` });
    if (startsAt >= endsAt) return refused("start time must be before end time");
    if (endsAt < nowMs) return refused("end time can't be in the past");
    if (matchers.every((matcher) => meets(matcher, "")))
      return refused("invalid silence: at least one matcher must not match the empty string");
    if (former) {
      if (this.end(former, nowMs) === undefined) return { status: 404, said: "silence not found" };
    }
    const id = uuidFrom(`${this.#seed}/${this.#silences.size}`);
    const startsAtMs = Math.max(startsAt, nowMs);
    this.#silences.set(id, { id, matchers, startsAtMs, endsAtMs: endsAt, updatedAtMs: nowMs, createdBy, comment });
    return id;
  }

  /** Ends a silence now; one that has ended stays as it is. undefined: there is none of that id. */
  end(id: string, nowMs: number): StoredSilence | undefined {
    const silence = this.#silences.get(id);
    if (silence === undefined || stateAt(silence, nowMs) === "expired") return silence;
    const startsAtMs = Math.min(silence.startsAtMs, nowMs);
    const ended = { ...silence, startsAtMs, endsAtMs: nowMs, updatedAtMs: nowMs };
    this.#silences.set(id, ended);
    return ended;
  }
}

function meets(matcher: LabelMatcher, value: string): boolean {
  try {
    return meetsAll([matcher])(value === "" ? {} : { [matcher.name]: value });
  } catch (error) {
    if (error instanceof PromQLError) return true;
    throw error;
  }
}

function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
