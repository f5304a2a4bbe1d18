import { execa } from "execa";
import * as z from "zod";
import { ClientError } from "../client-error.ts";
import { quoted } from "../quoted.ts";
import { parseObject } from "../http/parse-object.ts";
import type { Target } from "./choose-target.ts";
import type { ExecConfig } from "./kubeconfig-schema.ts";

/** What a credential plugin may take: a single sign-on may have to reach the identity provider. */
const PLUGIN_TIMEOUT_MS = 60_000;

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

/**
 * Runs a kubeconfig's credential plugin once, as client-go does: KUBERNETES_EXEC_INFO says what is wanted, its standard input is closed, since
 * nobody can be asked. Rejects with ClientError `not-configured`; what the plugin said is in the message.
 */
export async function runCredentialPlugin(
  exec: ExecConfig,
  target: Pick<Target, "server" | "cluster" | "userName">,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ExecCredential> {
  const what = `the credential plugin ${exec.command} of user "${target.userName ?? ""}"`;
  const own = Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value]));
  const result = await execa(exec.command, exec.args ?? [], {
    env: { ...env, ...own, KUBERNETES_EXEC_INFO: JSON.stringify(execInfo(exec, target)) },
    extendEnv: false,
    stdin: "ignore",
    timeout: PLUGIN_TIMEOUT_MS,
    maxBuffer: 1024 * 1024,
    reject: false,
  });
  if (result.failed) {
    const said = quoted(result.stderr || result.originalMessage || "", 300);
    const ended =
      result.code === "ENOENT"
        ? "is not installed"
        : result.timedOut
          ? `did not answer within ${PLUGIN_TIMEOUT_MS / 1000} s`
          : `failed with exit code ${result.exitCode ?? "unknown"}`;
    throw new ClientError(
      "not-configured",
      `${what} ${ended}${said === "" || result.code === "ENOENT" ? "" : `: ${said}`}`,
      quoted(exec.installHint ?? "run it by hand: you may have to log in again", 300),
    );
  }
  const parsed = answer.safeParse(parseObject(result.stdout));
  // What it printed may be a token: it is not quoted.
  if (!parsed.success)
    throw new ClientError(
      "not-configured",
      `${what} printed no ExecCredential`,
      "run it by hand to see what it prints",
    );
  const { status } = parsed.data;
  const cert = status.clientCertificateData ?? null;
  const key = status.clientKeyData ?? null;
  const token = status.token?.trim() ?? null;
  if (!token && (cert === null || key === null))
    throw new ClientError(
      "not-configured",
      `${what} gave neither a token nor a certificate with its key`,
      "run it by hand to see what it prints",
    );
  const expiresAtMs = Date.parse(status.expirationTimestamp ?? "");
  return { token, cert, key, expiresAtMs: Number.isNaN(expiresAtMs) ? null : expiresAtMs };
}

function execInfo(exec: ExecConfig, target: Pick<Target, "server" | "cluster">) {
  const { cluster } = target;
  return {
    apiVersion: exec.apiVersion ?? "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    spec: {
      interactive: false,
      ...(exec.provideClusterInfo === true && {
        cluster: {
          server: target.server,
          "certificate-authority-data": cluster["certificate-authority-data"],
          "insecure-skip-tls-verify": cluster["insecure-skip-tls-verify"] ?? undefined,
          "tls-server-name": cluster["tls-server-name"],
          "proxy-url": cluster["proxy-url"],
        },
      }),
    },
  };
}
