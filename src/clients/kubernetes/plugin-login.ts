import type { SecretRegistry } from "../secret-registry.ts";
import type { Target } from "./choose-target.ts";
import type { PluginRun, PluginSources } from "./exec-credential.ts";
import type { ExecConfig } from "./kubeconfig-schema.ts";
import type { ExecCredential } from "./plugin-answer.ts";
import { PluginFailure } from "./plugin-failure.ts";
import { pluginInWords } from "./plugin-in-words.ts";

/** A plugin that a request starts, with nobody at its terminal: a single sign-on may have to reach the identity provider. */
const UNATTENDED_LIMIT_MS = 60_000;
/** Credentials younger than this were refused for another reason than their age. */
const RENEW_AFTER_MS = 60_000;
/** So long a failure stands: each check would only start the same plugin again, and a person would be asked the same again. */
const FAILURE_STANDS_MS = 60_000;

/** The credentials of one plugin, which runs once for all who ask. */
export interface PluginLogin {
  /** Rejects with PluginFailure, for a minute the same one: each check would only start the plugin again. */
  credential(): Promise<ExecCredential>;
  login(run: PluginRun, begun: (plugin: string) => void): Promise<void>;
  /** After a 401: whether the plugin is run anew for the next who asks, which is worth another try. */
  renew(): boolean;
  /** The plugin in words while it runs; null else. */
  waitsFor(): string | null;
  close(): void;
}

type Stage =
  | { readonly kind: "none" }
  | { readonly kind: "running"; readonly credential: Promise<ExecCredential> }
  | { readonly kind: "got"; readonly credential: ExecCredential; readonly startedAtMs: number }
  | { readonly kind: "failed"; readonly error: PluginFailure; readonly atMs: number };

export function pluginLogin(
  exec: ExecConfig,
  target: Target,
  sources: Omit<PluginSources, "authority"> & { readonly now: () => number; readonly secrets: SecretRegistry },
  authority: () => Promise<string | undefined>,
): PluginLogin {
  const { now, secrets } = sources;
  const closing = new AbortController();
  let stage: Stage = { kind: "none" };

  const unattended = { stdin: false, limitMs: UNATTENDED_LIMIT_MS, signal: closing.signal };

  async function run(how: PluginRun): Promise<ExecCredential> {
    const startedAtMs = now();
    try {
      const { runCredentialPlugin } = await import("./exec-credential.ts");
      const got = await runCredentialPlugin(exec, target, { ...sources, authority: await authority() }, how);
      for (const secret of [got.token, got.key]) if (secret !== null) secrets.add(`${exec.command} credential`, secret);
      stage = { kind: "got", credential: got, startedAtMs };
      return got;
    } catch (error) {
      stage = error instanceof PluginFailure ? { kind: "failed", error, atMs: now() } : { kind: "none" };
      throw error;
    }
  }

  function start(how: PluginRun): Promise<ExecCredential> {
    const credential = run(how);
    stage = { kind: "running", credential };
    return credential;
  }

  /** What is there without a run of the plugin; null: it is to be run. */
  function standing(): Promise<ExecCredential> | null {
    switch (stage.kind) {
      case "none":
        return null;
      case "running":
        return stage.credential;
      case "got": {
        const { expiresAtMs } = stage.credential;
        return expiresAtMs !== null && expiresAtMs <= now() ? null : Promise.resolve(stage.credential);
      }
      case "failed":
        return now() - stage.atMs < FAILURE_STANDS_MS ? Promise.reject(stage.error) : null;
    }
  }

  const credential = () => standing() ?? start(unattended);

  return {
    credential,
    async login(how, begun) {
      const there = standing();
      if (there === null) begun(pluginInWords(exec, target));
      await (there ?? start({ ...how, signal: AbortSignal.any([how.signal, closing.signal]) }));
    },
    renew() {
      if (stage.kind !== "got" || now() - stage.startedAtMs < RENEW_AFTER_MS) return false;
      stage = { kind: "none" };
      return true;
    },
    waitsFor: () => (stage.kind === "running" ? pluginInWords(exec, target) : null),
    close: () => closing.abort(),
  };
}
