import * as z from "zod";
import { parseObject } from "../http/parse-object.ts";

const answer = z.object({
  kind: z.literal("ExecCredential"),
  status: z.object({
    token: z.string().optional(),
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
    expirationTimestamp: z.string().optional(),
  }),
});

export interface ExecCredential {
  readonly token: string | null;
  /** PEM. */
  readonly cert: string | null;
  readonly key: string | null;
  /** Milliseconds since the epoch; null: good for as long as this process lives. */
  readonly expiresAtMs: number | null;
}

/** What a plugin printed; or what is wrong with it, in words that quote nothing, since it may be a token. */
export function pluginAnswer(stdout: string): ExecCredential | { readonly wrong: string } {
  const parsed = answer.safeParse(parseObject(stdout));
  if (!parsed.success) return { wrong: "printed no ExecCredential" };
  const { status } = parsed.data;
  const cert = status.clientCertificateData ?? null;
  const key = status.clientKeyData ?? null;
  const token = status.token?.trim() ?? null;
  if (!token && (cert === null || key === null))
    return { wrong: "gave neither a token nor a certificate with its key" };
  const expiresAtMs = Date.parse(status.expirationTimestamp ?? "");
  return { token, cert, key, expiresAtMs: Number.isNaN(expiresAtMs) ? null : expiresAtMs };
}
