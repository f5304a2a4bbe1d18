import { ClientError } from "../client-error.ts";
import type { ApiConnection } from "./api-connection.ts";
import { jsonBody } from "./json-body.ts";

const PATH = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
const REVIEW = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };

/**
 * The user's name as the server sees it. Servers before 1.28 and some proxies have no such review: then the name that the credentials carry, or null.
 * The review is a POST that stores nothing. Rejects with ClientError where the server cannot be reached or does not accept the credentials.
 */
export async function whoAmI(connection: ApiConnection, signal: AbortSignal): Promise<string | null> {
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
  } catch (error) {
    if (
      !(error instanceof ClientError) ||
      !["forbidden", "not-found", "invalid", "unexpected-answer"].includes(error.code)
    )
      throw error;
  }
  return connection.credentials.claimedName();
}
