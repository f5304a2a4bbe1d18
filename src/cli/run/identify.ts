import { ClientError } from "../../clients/client-error.ts";
import { plainText } from "../../core/text/plain-text.ts";
import type { Operator } from "../../core/run/run-identity.ts";
import type { OpenEnvironment } from "./open-environment.ts";
import { operator } from "./operator.ts";

const WHO_AM_I_TIMEOUT_MS = 3_000;

/**
 * The operating-system user, and who the cluster says that this is. Where it was asked and does not say, why is said: the run records that it is not
 * known, and a person may want to see to it before somebody asks who made the change.
 */
export async function identify(
  { doors, namespace }: Pick<OpenEnvironment, "doors" | "namespace">,
  say: (text: string) => void,
): Promise<Operator> {
  if (namespace === null) return operator(null);
  try {
    const kubernetes = await doors.kubernetes();
    return operator(await kubernetes.whoAmI(AbortSignal.timeout(WHO_AM_I_TIMEOUT_MS)));
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const by = operator(null);
    say(`said by ${by.user} (cluster identity not known: ${plainText(error.message, 300)})`);
    return by;
  }
}
