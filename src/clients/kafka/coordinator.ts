import { setTimeout as sleep } from "node:timers/promises";
import { ClientError } from "../client-error.ts";
import type { BrokerLink } from "./broker-link.ts";
import type { Cluster } from "./cluster.ts";
import type { KafkaRequest } from "./kafka-request.ts";
import { troubleOf } from "./kafka-trouble.ts";
import { findCoordinatorRequest } from "./requests/find-coordinator.ts";

/** Loading, not available, not the coordinator: another broker, or the same one in a moment, is. */
const PASSING = [14, 15, 16];
const TRIES = 6;
const PAUSE_MS = 150;
const OFFSETS_TOPIC = "__consumer_offsets";

export interface Coordinators {
  /** null: no group has ever committed anything in this cluster. Rejects with ClientError, `forbidden` without the right to describe the group. */
  ask<T>(
    group: string,
    request: KafkaRequest<T>,
    errorOf: (answer: T) => number,
    signal: AbortSignal,
  ): Promise<T | null>;
  /** Whether the group's coordinator knows an API. */
  knows(group: string, apiKey: number, signal: AbortSignal): Promise<boolean>;
}

/** The brokers that keep the groups' offsets, found when first asked for. */
export function coordinatorsOf(cluster: Cluster): Coordinators {
  const found = new Map<string, BrokerLink>();
  let offsetsKept = false;

  async function find(group: string, signal: AbortSignal): Promise<BrokerLink | number | null> {
    const known = found.get(group);
    if (known !== undefined) return known;
    // Looking for a coordinator would make the broker create this topic where there has never been a group.
    if (!offsetsKept) {
      const [topic] = await cluster.topics([OFFSETS_TOPIC], signal);
      if (topic !== undefined && "trouble" in topic && topic.trouble.code === "UNKNOWN_TOPIC_OR_PARTITION") return null;
      offsetsKept = true;
    }
    const { errorCode, coordinator } = await cluster.ask(findCoordinatorRequest(group), signal);
    if (errorCode !== 0) return errorCode;
    cluster.learn(coordinator);
    const link = await cluster.broker(coordinator.nodeId, signal);
    found.set(group, link);
    return link;
  }

  return {
    async ask(group, request, errorOf, signal) {
      for (let attempt = 1; ; attempt += 1) {
        const link = await find(group, signal);
        if (link === null) return null;
        let code = link;
        if (typeof link !== "number") {
          const answer = await link.send(request, signal);
          code = errorOf(answer);
          if (code === 0) return answer;
        }
        if (typeof code !== "number" || !PASSING.includes(code) || attempt === TRIES)
          throw groupFailure(group, request.what, Number(code));
        found.delete(group);
        await sleep(PAUSE_MS * attempt, undefined, { signal }).catch(() => undefined);
      }
    },
    async knows(group, apiKey, signal) {
      const link = await find(group, signal);
      return link !== null && typeof link !== "number" && (await link.knows(apiKey, signal));
    },
  };
}

function groupFailure(group: string, what: string, code: number): ClientError {
  const { code: name, words } = troubleOf(code) ?? { code: "error", words: "no reason given" };
  const said = `${what}: Kafka says of group ${group}: ${words} (${name})`;
  if (name === "GROUP_AUTHORIZATION_FAILED")
    return new ClientError("forbidden", said, "ask for the ACL: Describe on the group, and Describe on its topics");
  if (name === "TOPIC_AUTHORIZATION_FAILED")
    return new ClientError("forbidden", said, "ask for the ACL: Describe on the group's topics");
  return new ClientError("server-error", said, "run it again in a moment; see the log of the group's coordinator");
}
