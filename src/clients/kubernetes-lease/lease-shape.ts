import * as z from "zod";
import { boundedMapping } from "../bounded-mapping.ts";
import { ClientError } from "../client-error.ts";
import { quoted } from "../quoted.ts";
import type { LeaseObject } from "./lease-object.ts";

const time = z.string().nullish();

const shape = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    resourceVersion: z.string(),
    annotations: boundedMapping(z.string()).nullish(),
  }),
  spec: z
    .looseObject({
      holderIdentity: z.string().nullish(),
      leaseDurationSeconds: z.number().nullish(),
      acquireTime: time,
      renewTime: time,
      leaseTransitions: z.int32().min(0).nullish(),
    })
    .nullish(),
});

/** The answer as the lease that was asked for; throws ClientError `unexpected-answer` for anything else. */
export function refuseUnlessLease(answer: unknown, what: string): LeaseObject {
  const read = shape.safeParse(answer);
  if (read.success) return read.data as LeaseObject;
  // A key of an annotation is anybody's text.
  const place = quoted(read.error.issues[0]?.path.join(".") ?? "", 120);
  throw new ClientError(
    "unexpected-answer",
    `${what}: ${place} is not as the API has it`,
    "is it a Kubernetes API server?",
  );
}
