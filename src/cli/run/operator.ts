import { hostname, userInfo } from "node:os";
import type { Operator } from "../../core/run/run-identity.ts";

/** Who sits here: the operating-system user and host, and the identity that the cluster sees where it is known. */
export function operator(as: string | null): Operator {
  return { user: userInfo().username, as, host: hostname() };
}
