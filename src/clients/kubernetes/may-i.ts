import type { Permission } from "../../core/preflight/permission.ts";
import { ClientError } from "../client-error.ts";
import type { ApiConnection } from "./api-connection.ts";
import { jsonBody } from "./json-body.ts";

const PATH = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

/**
 * Whether the server would allow it (SelfSubjectAccessReview: a POST that stores nothing). Rejects with ClientError where it will not say: an answer
 * without a decision is none.
 */
export async function mayI(
  connection: ApiConnection,
  permission: Permission,
  environments: string,
  signal: AbortSignal,
): Promise<{ readonly allowed: boolean; readonly reason: string | null }> {
  const { verb, group, resource, subresource, name, clusterWide, namespace = environments } = permission;
  const resourceAttributes = {
    verb,
    group,
    resource,
    ...(subresource !== undefined && { subresource }),
    ...(name !== undefined && { name }),
    ...(clusterWide !== true && { namespace }),
  };
  const { reply, asked } = await connection.answer({
    method: "POST",
    path: PATH,
    body: JSON.stringify({
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes },
    }),
    headers: { accept: "application/json", "content-type": "application/json" },
    safe: true,
    signal,
  });
  const { status } = jsonBody(reply, asked) as {
    status?: { allowed?: unknown; reason?: unknown; evaluationError?: unknown };
  };
  if (typeof status?.allowed !== "boolean")
    throw new ClientError(
      "unexpected-answer",
      `${asked.what}: the answer holds no decision`,
      `is ${asked.server} a Kubernetes API server?`,
      reply.status,
    );
  const reason = [status.reason, status.evaluationError].find((text) => typeof text === "string" && text !== "");
  return { allowed: status.allowed, reason: typeof reason === "string" ? reason : null };
}
