/** The subject that a JWT in an Authorization header claims, such as `system:serviceaccount:ml:bigops`; null for any other token. Nothing is verified: for a label only. */
export function tokenSubject(authorization: string): string | null {
  const payload = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(authorization)?.[1];
  if (payload === undefined) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    return typeof claims === "object" && claims !== null && "sub" in claims && typeof claims.sub === "string"
      ? claims.sub
      : null;
  } catch {
    return null;
  }
}
