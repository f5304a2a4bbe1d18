import type { PagerTarget } from "../../core/environment/environment.ts";
import { ClientError } from "../client-error.ts";
import type { PagerClient } from "../pager-client.ts";
import type { SecretSources } from "../secrets/read-secret.ts";
import { sendPagerDuty } from "./pagerduty.ts";
import type { PostLimits } from "./post-json.ts";
import { sendSlack } from "./slack.ts";

/** The environment's pagers. Secrets are read when a notification is sent: one that was rotated during a long run still works. */
export function openPager(
  targets: Readonly<Record<string, PagerTarget>>,
  key: string,
  sources: SecretSources,
  limits: PostLimits,
): PagerClient {
  return {
    notify(name, message, signal) {
      const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
      if (target === undefined) return Promise.reject(unknownTarget(name, key, Object.keys(targets)));
      const order = { name, key: `${key}.${name}`, message, sources, limits, signal };
      return "pagerduty" in target ? sendPagerDuty(target.pagerduty, order) : sendSlack(target.slack, order);
    },
  };
}

function unknownTarget(name: string, key: string, names: readonly string[]): ClientError {
  return new ClientError(
    "not-configured",
    `there is no pager target "${name}"`,
    `add ${key}.${name} to bigops.yaml${names.length === 0 ? "" : `; there are: ${names.join(", ")}`}`,
  );
}
