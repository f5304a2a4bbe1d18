import type { FlinkException } from "../../clients/flink-client.ts";
import { rootCause, type ThrownCause } from "../../clients/flink/root-cause.ts";
import { maskMessage } from "../logs/mask-message.ts";

/** The scheduler's own words when it gives up; why, is told elsewhere. */
const NO_CAUSE = /Recovery is suppressed/;

/**
 * Why a job failed, from its exceptions, the newest first: class and masked message. Where the newest only says that recovery is suppressed, its
 * concurrent ones and then the older ones are asked. null without exceptions.
 */
export function rootCauseWords(entries: readonly FlinkException[]): string | null {
  const causes = entries
    .flatMap((entry) => [entry, ...entry.concurrent])
    .map(({ stackTrace }) => rootCause(stackTrace));
  const told = causes.find((cause) => !NO_CAUSE.test(cause.message)) ?? causes[0];
  return told === undefined ? null : inWords(told);
}

function inWords({ name, message }: ThrownCause): string {
  const masked = maskMessage(message);
  return masked === "" ? name : `${name}: ${masked}`;
}
