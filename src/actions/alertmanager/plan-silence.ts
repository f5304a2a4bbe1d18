import type { FiringAlert } from "../../clients/alertmanager-client.ts";
import { matcherText } from "../../clients/alertmanager/matcher-text.ts";
import { apiTime } from "../../clients/kubernetes-objects/api-time.ts";
import { formatDuration } from "../../core/duration.ts";
import { MARK, type Plan } from "../../core/plan/plan.ts";
import { plainText } from "../../core/text/plain-text.ts";
import { shellQuote } from "../../core/text/shell-quote.ts";
import { PlanRefusal } from "../action.ts";
import { fieldHashes, identityOf } from "../kubernetes/identity.ts";
import { matchersText, type SilenceScene } from "./silence-scene.ts";

const SILENCES_PATH = "/api/v2/silences";
export const AUTHOR = "bigops";
/** What a silence takes to show: it is stored at once, and the next reading of the alerts knows of it. */
const COMPLETION_SECONDS = 30;
const ALERTS_SHOWN = 5;

export interface SilenceOrder {
  readonly type: string;
  readonly scene: SilenceScene;
  readonly labels: Readonly<Record<string, string>>;
  readonly forMs: number;
  readonly reason: string;
  readonly startsAtMs: number;
}

/** The plan that hides alerts for a time. Throws PlanRefusal when none fires, or when what fires is hidden already. */
export function planSilence({ type, scene, labels, forMs, reason, startsAtMs }: SilenceOrder): Plan {
  const { matchers, alerts, displayUrl } = scene;
  const words = matchersText(matchers);
  if (alerts.length === 0)
    throw new PlanRefusal("not-now", `no alert with ${words} fires: there is nothing to silence`);
  const loud = alerts.filter(({ silencedBy }) => silencedBy.length === 0);
  if (loud.length === 0) throw new PlanRefusal("not-now", `every alert with ${words} is silenced already`);
  const endsAt = apiTime(startsAtMs + forMs);
  const body = {
    matchers: matchers.map((matcher) => ({ ...matcher })),
    startsAt: apiTime(startsAtMs),
    endsAt,
    createdBy: AUTHOR,
    comment: `${reason} (${AUTHOR} ${MARK})`,
  };
  const uid = silenceUid(scene);
  const fields = silenceFields(scene);
  const object = `silence of ${words} in Alertmanager`;
  return {
    action: type,
    summary: `silence ${nameOf(labels)} for ${formatDuration(forMs)}`,
    target: { kind: "Silence", namespace: "", name: words, uid },
    identity: identityOf(uid, fields),
    writes: [{ id: "1", method: "POST", path: SILENCES_PATH, contentType: "application/json", body, object }],
    instructions: [],
    changes: [{ path: `silence of ${words}`, from: null, to: `until ${endsAt}` }],
    impact: { lines: impactOf(loud, alerts.length, endsAt), keepServing: null, budgetAllows: null },
    warnings: warningsOf(scene, labels),
    equivalent: [
      "amtool silence add",
      `--alertmanager.url=${shellQuote(displayUrl)}`,
      `--duration=${formatDuration(forMs)}`,
      `--author=${AUTHOR}`,
      `--comment=${shellQuote(reason)}`,
      ...matchers.map(matcherText).map(shellQuote),
    ].join(" "),
    undo: "ends the silence: what still fires notifies again",
    before: { fields: fieldHashes(uid, fields), startsAtMs, endsAt, labels: { ...labels } },
    completionSeconds: COMPLETION_SECONDS,
  };
}

/** A silence has an id of the server's own making, once it is made; before, it is known by its matchers. Where Alertmanager is, is the environment's. */
export function silenceUid({ matchers }: Pick<SilenceScene, "matchers">): string {
  return matchersText(matchers);
}

/** What makes another silence of the same alerts another plan. Not the alerts that fire: they come and go. */
export function silenceFields({ same }: SilenceScene): Readonly<Record<string, string[]>> {
  return { "silences with the same matchers": same.map(({ id, endsAtMs }) => `${id} ${endsAtMs}`).sort() };
}

function nameOf({ alertname, ...labels }: Readonly<Record<string, string>>): string {
  const others = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return [alertname ?? "alerts", ...(others.length === 0 ? [] : [`with ${others.join(", ")}`])].join(" ");
}

function impactOf(loud: readonly FiringAlert[], total: number, endsAt: string): readonly string[] {
  const names = loud.slice(0, ALERTS_SHOWN).map(({ labels, startsAtMs }) => {
    const name = plainText(labels["alertname"] ?? "an alert without a name", 80);
    return `${name} (since ${apiTime(startsAtMs)})`;
  });
  const more = loud.length > ALERTS_SHOWN ? `, and ${loud.length - ALERTS_SHOWN} more` : "";
  const count = `${loud.length} ${loud.length === 1 ? "alert that fires" : "alerts that fire"}`;
  const hidden = total - loud.length;
  return [
    `hides ${count}: ${names.join(", ")}${more}`,
    ...(hidden === 0 ? [] : [`${hidden} more that match are silenced already`]),
    `nobody is notified of what matches until ${endsAt}; then what still fires notifies again`,
  ];
}

function warningsOf({ half, same }: SilenceScene, labels: Readonly<Record<string, string>>): readonly string[] {
  return [
    "it mends nothing: whatever makes the alert fire goes on",
    ...(labels["alertname"] === undefined ? ["it names no alertname: it hides every alert with these labels"] : []),
    ...same.map(({ id, endsAtMs }) => `silence ${id} has the same matchers and ends at ${apiTime(endsAtMs)}`),
    ...(half === null ? [] : [`Alertmanager: ${half}`]),
  ];
}
