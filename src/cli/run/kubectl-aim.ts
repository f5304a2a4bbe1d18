import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { RunIdentity } from "../../core/run/run-identity.ts";
import type { KubectlAim } from "../../core/text/aim-kubectl.ts";
import { SANDBOX } from "../config/load-environment.ts";
import { IN_CLUSTER, type OpenEnvironment } from "./open-environment.ts";

/** Beside the journal and not in it: paths are those of this machine. */
const FILE = "kubectl.json";
const SANDBOX_FILE = "kubeconfig";

const schema = z.strictObject({
  context: z.string().nullable(),
  kubeconfig: z.string().nullable(),
  namespace: z.string(),
});

/** How kubectl reaches the cluster of a run from here; null where it asks none. A sandbox's kubeconfig lies in the run's folder (null: it has none). */
export function kubectlAim({ kubectl, sandboxKubeconfig }: OpenEnvironment, folder: string | null): KubectlAim | null {
  if (kubectl === null || sandboxKubeconfig === null) return kubectl;
  return { ...kubectl, kubeconfig: folder === null ? null : join(folder, SANDBOX_FILE) };
}

/** Keeps it for whoever looks at the run later, and lets kubectl reach the sandbox for as long as this process has one. */
export async function keepKubectlAim(opened: OpenEnvironment, folder: string): Promise<void> {
  const aim = kubectlAim(opened, folder);
  if (aim === null) return;
  const put = (name: string, text: string) => writeFile(join(folder, name), text, { mode: 0o600 });
  try {
    await put(FILE, `${JSON.stringify(aim)}\n`);
    if (opened.sandboxKubeconfig !== null) await put(SANDBOX_FILE, opened.sandboxKubeconfig);
  } catch {
    // A run is not given up for it: what is shown later then rests on the run's own words.
  }
}

/** As it was kept; else what the run says of its cluster itself. */
export async function keptKubectlAim(folder: string, run: RunIdentity): Promise<KubectlAim | null> {
  try {
    return schema.parse(JSON.parse(await readFile(join(folder, FILE), "utf8")));
  } catch {
    return aimOfPlace(run.environment);
  }
}

/** Of "staging-eks/ml"; a context's name may have slashes, a namespace's cannot. */
function aimOfPlace({ name, place }: RunIdentity["environment"]): KubectlAim | null {
  if (place === "") return null;
  if (name === SANDBOX) return { context: SANDBOX, kubeconfig: null, namespace: place };
  const at = place.lastIndexOf("/");
  const context = place.slice(0, at);
  return { context: context === IN_CLUSTER ? null : context, kubeconfig: null, namespace: place.slice(at + 1) };
}
