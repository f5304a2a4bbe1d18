import * as z from "zod";

/** kubectl reads absent, null and empty alike. */
const text = z
  .string()
  .nullish()
  .transform((value) => (value === null || value === "" ? undefined : value));

const execConfig = z.object({
  apiVersion: text,
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  installHint: text,
  provideClusterInfo: z.boolean().nullish(),
  interactiveMode: text,
});

const cluster = z.object({
  server: text,
  "certificate-authority": text,
  "certificate-authority-data": text,
  "insecure-skip-tls-verify": z.boolean().nullish(),
  "tls-server-name": text,
  "proxy-url": text,
  "disable-compression": z.boolean().nullish(),
  extensions: z.array(z.object({ name: z.string(), extension: z.unknown() })).nullish(),
});

const user = z.object({
  "client-certificate": text,
  "client-certificate-data": text,
  "client-key": text,
  "client-key-data": text,
  token: text,
  tokenFile: text,
  username: text,
  password: text,
  as: text,
  "as-uid": text,
  "as-groups": z.array(z.string()).nullish(),
  "as-user-extra": z.record(z.string(), z.array(z.string())).nullish(),
  exec: execConfig.nullish(),
  "auth-provider": z.object({ name: z.string(), config: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

const context = z.object({ cluster: text, user: text, namespace: text });

/** The parts of a kubeconfig that say whom to reach and as whom; the rest is kubectl's own. */
export const kubeconfigSchema = z.object({
  "current-context": text,
  clusters: z.array(z.object({ name: z.string(), cluster: cluster.nullish() })).nullish(),
  users: z.array(z.object({ name: z.string(), user: user.nullish() })).nullish(),
  contexts: z.array(z.object({ name: z.string(), context: context.nullish() })).nullish(),
});

export type KubeconfigCluster = Partial<z.output<typeof cluster>>;
export type KubeconfigUser = Partial<z.output<typeof user>>;
export type KubeconfigContext = Partial<z.output<typeof context>>;
export type ExecConfig = z.output<typeof execConfig>;
