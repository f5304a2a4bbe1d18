import { parseObject } from "../http/parse-object.ts";

/** The subject that a JWT in an Authorization header claims, such as `system:serviceaccount:ml:bigops`; null for any other token. Nothing is verified: for a label only. */
export function tokenSubject(authorization: string): string | null {
  const payload = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(authorization)?.[1];
  if (payload === undefined) return null;
  const subject = parseObject(Buffer.from(payload, "base64url").toString("utf8"))?.["sub"];
  return typeof subject === "string" ? subject : null;
}
