import { looksSecret } from "../../core/text/looks-secret.ts";

/** What a plugin is told by its arguments and belongs on no screen: `--client-secret=VALUE` and `--client-secret VALUE`. */
export function argumentSecrets(args: readonly string[]): readonly { readonly name: string; readonly value: string }[] {
  return args.flatMap((argument, index) => {
    const [, name = "", joined] = /^(-{1,2}[\w.-]+)(?:=([^]+))?$/.exec(argument) ?? [];
    const next = args[index + 1];
    const value = joined ?? (next === undefined || next.startsWith("-") ? "" : next);
    return name !== "" && value !== "" && looksSecret(name, value) ? [{ name, value }] : [];
  });
}
