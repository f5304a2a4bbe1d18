/** One word of a POSIX shell's command line, quoted only where it must be. */
export function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** An option with its value, which cannot be taken for another option: "--group zipline", "--group=--help". */
export function shellOption(name: `--${string}`, value: string): string {
  return value.startsWith("-") ? shellQuote(`${name}=${value}`) : `${name} ${shellQuote(value)}`;
}
