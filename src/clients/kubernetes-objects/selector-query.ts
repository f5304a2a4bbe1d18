import { ClientError } from "../client-error.ts";
import type { LabelSelector } from "./api-objects.ts";

const KEY = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/;
const VALUE = /^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/;

/**
 * The selector as the API's list query and kubectl's `-l` take it, e.g. "app=feature-api,tier in (a,b),!canary". Throws ClientError `invalid` for a
 * label that would say something else there.
 */
export function selectorQuery(selector: LabelSelector): string {
  const equal = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${keyOf(key)}=${valueOf(value)}`);
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values }) => {
    if (operator === "Exists") return keyOf(key);
    if (operator === "DoesNotExist") return `!${keyOf(key)}`;
    return `${keyOf(key)} ${operator === "In" ? "in" : "notin"} (${(values ?? []).map(valueOf).join(",")})`;
  });
  return [...equal, ...expressions].join(",");
}

function keyOf(key: string): string {
  if (KEY.test(key)) return key;
  throw noLabel("key", key);
}

function valueOf(value: string): string {
  if (VALUE.test(value)) return value;
  throw noLabel("value", value);
}

function noLabel(what: string, text: string): ClientError {
  return new ClientError(
    "invalid",
    `${JSON.stringify(text)} is no ${what} of a label in Kubernetes`,
    "check the runbook's arguments and the parameters in them",
  );
}
