import type { Target } from "./choose-target.ts";
import type { ExecConfig } from "./kubeconfig-schema.ts";

export function pluginInWords(exec: ExecConfig, { userName }: Pick<Target, "userName">): string {
  return `the credential plugin ${exec.command} of user "${userName ?? ""}"`;
}
