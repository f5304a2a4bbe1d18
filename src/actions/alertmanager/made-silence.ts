import type { Silence } from "../../clients/alertmanager-client.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { AUTHOR } from "./plan-silence.ts";
import { matchersText } from "./silence-scene.ts";

/** Whether a silence's comment ends with this mark. */
export function bearsMark({ comment }: Silence, mark: string): boolean {
  return comment.endsWith(`(${AUTHOR} ${mark})`);
}

/**
 * The silence that a plan has made: by the id in its receipt; where the answer was lost, by author, matchers and times, which no
 * other plan has alike.
 * undefined: it is not there.
 */
export function madeSilence(
  silences: readonly Silence[],
  { target, before }: Plan,
  receipts: readonly JsonObject[],
): Silence | undefined {
  const id = receipts.map(({ silenceId }) => silenceId).find((each) => typeof each === "string");
  if (id !== undefined) return silences.find((silence) => silence.id === id);
  const { endsAt, startsAtMs } = before;
  if (typeof endsAt !== "string" || typeof startsAtMs !== "number") return undefined;
  const endsAtMs = Date.parse(endsAt);
  const begunMs = Math.floor(startsAtMs / 1_000) * 1_000;
  return silences.find(
    (silence) =>
      silence.createdBy === AUTHOR &&
      matchersText(silence.matchers) === target.name &&
      silence.startsAtMs >= begunMs &&
      // One that was ended since has another end.
      (silence.endsAtMs === endsAtMs || (silence.state === "expired" && silence.endsAtMs < endsAtMs)),
  );
}
