import type { z } from "zod";
import { latestMs } from "../../clients/kubernetes-objects/api-time.ts";
import { beginBounds } from "../../clients/kubernetes-objects/revision-begin.ts";
import type { Revision } from "../../clients/kubernetes-objects/revisions.ts";
import { templateHash } from "../../clients/kubernetes-objects/pod-template.ts";
import { templateChanges } from "../../clients/kubernetes-objects/template-changes.ts";
import type { Judgement } from "../../core/check/check-result.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import type { Change } from "../../core/plan/plan.ts";
import { foreignText } from "../../core/text/foreign-text.ts";
import { iso, isoOrNull } from "../moment.ts";
import { changedAt, completedAtMs } from "./changed-at.ts";
import { imageChangeWords, imagesOf } from "./image-change.ts";
import type { RolloutFacts } from "./rollout-facts.ts";
import type { rolloutObserved } from "./rollout-observed.ts";
import { rolloutStatus } from "./rollout-status.ts";

type RolloutObserved = z.infer<typeof rolloutObserved>;

const CHANGES_SHOWN = 20;
const HISTORY_SHOWN = 10;
const RESTART_PATH = "metadata.annotations.kubectl.kubernetes.io/restartedAt";

/** A rollout that could be read passes: a release is no problem by itself. Without any revision nothing can be told. */
export function judgeRollout(facts: RolloutFacts, nowMs: number): Judgement {
  const { deployment, revisions } = facts;
  const current = currentRevision(facts);
  if (current === null) return unrecorded(deployment.metadata.name);
  const previous = revisions.find((revision) => revision.number < current.number) ?? null;
  const began = changedAt(current, facts);
  const state = rolloutStatus(deployment);
  const changes = previous === null ? [] : templateChanges(template(previous), template(current));
  const imageChange = imageChangeWords(changes);
  const configuration = configurationOf(facts);
  const observed: RolloutObserved = {
    revision: current.number,
    previousRevision: previous?.number ?? null,
    hasPredecessor: previous !== null,
    changedAt: isoOrNull(began.atMs),
    configurationChangedAt: isoOrNull(configuration.changedAtMs),
    configurationUnread: configuration.unread.length,
    completedAt: state.status === "complete" ? isoOrNull(completedAtMs(deployment)) : null,
    ageSeconds: began.atMs === null ? null : Math.max(0, Math.round((nowMs - began.atMs) / 1_000)),
    status: state.status,
    restartOnly: changes.length > 0 && changes.every((change) => change.path === RESTART_PATH),
    imageChange,
    changesTotal: changes.length,
    changes: changes.slice(0, CHANGES_SHOWN).map(({ path, from, to }) => ({ path, from: leaf(from), to: leaf(to) })),
    history: revisions.slice(0, HISTORY_SHOWN).map((revision) => ({
      revision: revision.number,
      beganAt: isoOrNull(revision === current ? began.atMs : beganAtMs(revision, revisions)),
      images: [...imagesOf(template(revision))],
    })),
  };
  return {
    verdict: "pass",
    summary: summarize(observed, changes, state.words),
    observed,
    evidence: [
      {
        what: `revision ${current.number}`,
        value: `${state.words}; ${began.by}`,
        ...(began.atMs === null ? {} : { atMs: began.atMs }),
      },
      ...(configuration.newest === null
        ? []
        : [
            {
              what: `${configuration.newest.kind} ${configuration.newest.name}`,
              value: "last changed then",
              atMs: configuration.changedAtMs ?? nowMs,
            },
          ]),
      ...observed.changes
        .slice(0, 5)
        .map(({ path, from, to }) => ({ what: path, value: `${from ?? "absent"} → ${to ?? "absent"}` })),
    ],
    flip: null,
    notes: notesOf(facts, current),
  };
}

/** The revision of the Deployment's present template; while its controller has not recorded that one, the newest there is. */
function currentRevision({ deployment, revisions }: RolloutFacts): Revision | null {
  const hash = templateHash(deployment.spec.template);
  return revisions.find((revision) => templateHash(template(revision)) === hash) ?? revisions[0] ?? null;
}

function template({ replicaSet }: Revision): JsonObject {
  return replicaSet.spec.template;
}

/** Only where the records leave no doubt. */
function beganAtMs(revision: Revision, revisions: readonly Revision[]): number | null {
  const { earliestMs, latestMs } = beginBounds(revision, revisions);
  return earliestMs === latestMs ? earliestMs : null;
}

function leaf(value: Json): string | null {
  return value === null ? null : foreignText(typeof value === "string" ? value : JSON.stringify(value), 300);
}

function summarize(observed: RolloutObserved, changes: readonly Change[], words: string): string {
  const { revision, changedAt: began, imageChange, hasPredecessor, restartOnly, status } = observed;
  const begin = began === null ? "" : ` began ${iso(Date.parse(began))}`;
  const state = status === "complete" ? "" : ` (${words})`;
  const what = !hasPredecessor
    ? "no revision before it"
    : restartOnly
      ? "a restart"
      : imageChange !== null
        ? `image ${imageChange}${changes.length > 1 ? ` and ${changes.length - 1} more changes` : ""}`
        : `${changes.length} ${changes.length === 1 ? "change" : "changes"}${changes[0] === undefined ? "" : `: ${changes[0].path}`}`;
  return `revision ${revision}${begin}${state}; ${what}`;
}

/** The newest change that is known, which object made it, and what does not tell. */
function configurationOf({ configuration }: RolloutFacts) {
  const changedAtMs = latestMs(configuration.map((object) => object.changedAtMs));
  return {
    changedAtMs,
    newest: configuration.find((object) => changedAtMs !== null && object.changedAtMs === changedAtMs) ?? null,
    unread: configuration.filter((object) => object.changedAtMs === null),
  };
}

function notesOf(facts: RolloutFacts, current: Revision): readonly string[] {
  const { deployment, revisions } = facts;
  const { unread } = configurationOf(facts);
  const recorded = templateHash(template(current)) === templateHash(deployment.spec.template);
  return [
    ...(recorded ? [] : ["the Deployment's newest template is not recorded as a revision yet; this is the one before"]),
    ...(revisions.length === 1 ? ["the cluster keeps no earlier revision: there is nothing to roll back to"] : []),
    ...unread
      .slice(0, 3)
      .map(
        ({ kind, name, problem }) => `when ${kind} ${name} last changed is unknown: ${foreignText(problem ?? "", 300)}`,
      ),
    ...(unread.length > 3 ? [`${unread.length - 3} more do not tell when they changed`] : []),
  ];
}

function unrecorded(name: string): Judgement {
  return {
    verdict: "inconclusive",
    summary: `deployment/${name} has no revision recorded yet`,
    observed: {},
    evidence: [{ what: "revisions", value: 0 }],
    flip: "a ReplicaSet of its own with a revision number",
    notes: [],
  };
}
