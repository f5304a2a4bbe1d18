import { ClientError } from "../client-error.ts";
import type { ApiConnection } from "./api-connection.ts";
import { jsonBody } from "./json-body.ts";

const PATH = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
const REVIEW = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };

/**
 * The user's name as the server sees it. Servers before 1.28 and some proxies have no such review: then the name that the credentials carry.
 * The review is a POST that stores nothing. Rejects with ClientError where the server cannot be reached, does not accept the credentials, or does not say,
 * and the credentials carry no name.
 */
export async function whoAmI(connection: ApiConnection, signal: AbortSignal): Promise<string> {
  try {
    const { reply, asked } = await connection.answer({
      method: "POST",
      path: PATH,
      body: JSON.stringify(REVIEW),
      headers: { accept: "application/json", "content-type": "application/json" },
      safe: true,
      signal,
    });
    const review = jsonBody(reply, asked) as { status?: { userInfo?: { username?: unknown } } };
    const name = review.status?.userInfo?.username;
    if (typeof name === "string" && name !== "") return name;
    throw new ClientError(
      "unexpected-answer",
      `${asked.what}: the answer holds no name`,
      `is ${asked.server} a Kubernetes API server?`,
      reply.status,
    );
  } catch (error) {
    if (
      !(error instanceof ClientError) ||
      !["forbidden", "not-found", "invalid", "unexpected-answer"].includes(error.code)
    )
      throw error;
    const claimed = await connection.credentials.claimedName();
    if (claimed === null) throw error;
    return claimed;
  }
}
