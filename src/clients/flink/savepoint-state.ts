import type { z } from "zod";
import type { FlinkSavepoint } from "../flink-client.ts";
import { rootCause } from "./root-cause.ts";
import type { savepoint } from "./schemas.ts";
import { quoted } from "../quoted.ts";

/** Flink says COMPLETED of a savepoint that failed too: only its location is a success. */
export function savepointState({ status, operation }: z.output<typeof savepoint>): FlinkSavepoint {
  if (status.id !== "COMPLETED") return { state: "in-progress" };
  const failure = operation?.["failure-cause"];
  if (failure != null) {
    const { name, message } = rootCause(failure["stack-trace"] ?? failure.class ?? "");
    return { state: "failed", reason: quoted(message === "" ? name : `${name}: ${message}`, 300) };
  }
  const path = operation?.location ?? "";
  return path === "" ? { state: "failed", reason: "it completed without a location" } : { state: "completed", path };
}
