import { ClientError } from "../../../src/clients/client-error.ts";
import {
  heldLease,
  type LeaseObject,
  leaseFacts,
  releasedLease,
} from "../../../src/clients/kubernetes-lease/lease-object.ts";
import { refuseUnlessLease } from "../../../src/clients/kubernetes-lease/lease-shape.ts";
import { documentOf } from "../../../src/core/document/document-of.ts";
import { boundedEvent } from "../../../src/core/run/bounded-event.ts";
import { flapProblem } from "../../../src/core/run/flap.ts";
import type { Proposal } from "../../../src/core/run/proposal.ts";
import { rivalInWords } from "../../../src/core/run/rival.ts";
import { withoutControls } from "../../../src/core/text/plain-text.ts";
import type { Random } from "../random.ts";
import { NOW_MS, type Corpus } from "./corpus.ts";
import { mutateText } from "./mutate-bytes.ts";
import { mutateJson } from "./mutate-json.ts";
import { unfitReport, type Reporters } from "./reports.ts";
import { stateBefore } from "./run-of.ts";
import { unfitForTerminal } from "./shown.ts";
import { shortly, type Complaint, type Surface } from "./surface.ts";

const ADDRESS = { namespace: "ml", name: "bigops-0123456789abcdef0123" };
const TARGET = { kind: "Deployment", namespace: "ml", name: "feature-api", uid: "d-1" };
const BY = { user: "ada", host: "laptop", run: "run-7k2m", runbook: "feature-store-down" };
const MINE = { run: BY.run, proposal: "rollback", mitigation: "rollback", action: "kubernetes.rollout-undo" };
/** An object of the API may have so much; a history that grows by what others put there would be refused one day. */
const MOST_BYTES = 1_000_000;

const HISTORY = [0, 1, 2].map((index) => ({
  ...MINE,
  run: `run-000${index}`,
  user: "ben",
  host: "desk",
  atMs: NOW_MS - 60_000 * (3 - index),
  ended: "verified",
}));
const HOLDER = { user: "ben", host: "desk", run: "run-0002", runbook: "feature-store-down" };

/** Leases as anybody may write them who may write leases: what is made of them, told of them and written over them. */
export function foreignLeases({ units }: Corpus, reporters: Reporters): Surface {
  return {
    name: "leases",
    weight: 2,
    attack(random) {
      const said = JSON.stringify(leaseWith(random));
      const about = (breach: string): Complaint => ({ input: `lease ${shortly(said)}`, breach });
      try {
        const breach = told(JSON.parse(said), units, reporters, random);
        return breach === null ? null : about(breach);
      } catch (error) {
        return about(`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    },
  };
}

function leaseWith(random: Random): unknown {
  const damaged = (value: unknown): string =>
    random.chance(0.2)
      ? JSON.stringify(value)
      : random.chance(0.3)
        ? mutateText(JSON.stringify(value), random)
        : mutateJson(value, random);
  const lease = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: {
      ...ADDRESS,
      uid: "l-1",
      resourceVersion: "7",
      annotations: {
        "bigops.dev/holder": damaged(HOLDER),
        "bigops.dev/history": damaged(HISTORY),
        "bigops.dev/target": "Deployment ml/feature-api",
      },
    },
    spec: {
      holderIdentity: "ben@desk/run-0002",
      leaseDurationSeconds: 60,
      acquireTime: new Date(NOW_MS - 30_000).toISOString(),
      renewTime: new Date(NOW_MS - 1_000).toISOString(),
      leaseTransitions: 3,
    },
  };
  return random.chance(0.5) ? lease : JSON.parse(mutateJson(lease, random));
}

function told(answer: unknown, units: Corpus["units"], reporters: Reporters, random: Random): string | null {
  let lease: LeaseObject;
  try {
    lease = refuseUnlessLease(answer, `lease ${ADDRESS.name} in namespace ml`);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return unfitForTerminal(withoutControls(`${error.message}\n${error.hint}`));
  }
  const rivals = leaseFacts(lease, NOW_MS);
  const order = {
    address: ADDRESS,
    target: TARGET,
    by: BY,
    change: { ...MINE, user: "ada", host: "laptop", atMs: NOW_MS, ended: "under-way" as const },
  };
  for (const written of [heldLease(order, lease, 4, NOW_MS), releasedLease(ADDRESS, lease, order.change)])
    if (JSON.stringify(written).length > MOST_BYTES + JSON.stringify(answer).length)
      return "what is written over it is larger than the API takes";
  const unit = random.pick(units);
  const { state } = stateBefore(unit.runbook, unit.parameters, "");
  const proposal = { ...MINE, undoes: null, rivals } as unknown as Proposal;
  const reason = `${flapProblem(proposal, rivals, NOW_MS)?.reason ?? "it cannot be made"}${rivalInWords(state, proposal)}`;
  const event = boundedEvent({
    atMs: NOW_MS,
    type: "plan-failed",
    proposal: unit.id,
    stage: "propose",
    recheck: 0,
    reason,
    rivals,
  });
  const document = { ...documentOf(state), unavailable: [{ id: unit.id, cause: "cause", reason }] };
  return unfitReport(document, event, reporters, random);
}
