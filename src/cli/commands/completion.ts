import type { Command } from "commander";
import { UsageError } from "../usage-error.ts";

/** Prints a completion script made from the commands and options that there are. */
export function completion(shell: string, program: Command): Promise<number> {
  const words = program.commands.map((command) => command.name()).join(" ");
  const options = program.commands.map((command) => ({
    name: command.name(),
    commands: command.commands.map((below) => below.name()),
    flags: command.options.flatMap((option) =>
      [option.long, option.short].filter((flag) => flag !== undefined && flag !== null),
    ),
  }));
  process.stdout.write(scriptFor(shell, words, options));
  return Promise.resolve(0);
}

interface CommandFlags {
  readonly name: string;
  /** e.g. of `runs`: verify, export and prune. */
  readonly commands: readonly string[];
  readonly flags: readonly (string | undefined)[];
}

function scriptFor(shell: string, words: string, commands: readonly CommandFlags[]): string {
  switch (shell) {
    case "bash":
      return bash(words, commands);
    case "zsh":
      // The bash script runs in zsh's own emulation.
      return `autoload -Uz bashcompinit && bashcompinit\n${bash(words, commands)}`;
    case "fish":
      return fish(commands);
    default:
      throw new UsageError(`there is no completion for "${shell}"`, "there is: bash, zsh, fish");
  }
}

function bash(words: string, commands: readonly CommandFlags[]): string {
  const cases = commands
    .map((one) => `    ${one.name}) words="${[...one.commands, ...one.flags].join(" ")}" ;;`)
    .join("\n");
  return `_bigops() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then words="${words}"; else case "\${COMP_WORDS[1]}" in
${cases}
  esac; fi
  if [ "$COMP_CWORD" -eq 2 ] && { [ "\${COMP_WORDS[1]}" = run ] || [ "\${COMP_WORDS[1]}" = explain ] || [ "\${COMP_WORDS[1]}" = drill ]; }; then
    words="$words $(bigops list 2>/dev/null | awk 'NR > 1 { print $1 }')"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _bigops bigops
`;
}

function fish(commands: readonly CommandFlags[]): string {
  const lines = commands.flatMap(({ name, commands: below, flags }) => [
    `complete -c bigops -n __fish_use_subcommand -a ${name}`,
    ...below.map((one) => `complete -c bigops -n "__fish_seen_subcommand_from ${name}" -a ${one}`),
    ...flags
      .filter((flag) => flag?.startsWith("--"))
      .map((flag) => `complete -c bigops -n "__fish_seen_subcommand_from ${name}" -l ${flag?.slice(2) ?? ""}`),
  ]);
  return `${lines.join("\n")}\n`;
}
