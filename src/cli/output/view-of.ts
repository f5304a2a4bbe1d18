import type { View } from "../../reporters/text/view.ts";
import { isDumb } from "./is-dumb.ts";

/** How the given stream is seen: colour only on a terminal and never with NO_COLOR, ASCII where the locale is. Screens of a run name `stateDir` in their commands. */
export function viewOf(
  stream: NodeJS.WriteStream,
  env: NodeJS.ProcessEnv,
  nowMs: number,
  stateDir: string | null = null,
): View {
  const terminal = stream.isTTY === true;
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  const posix = /^(C|POSIX)$/.test(locale);
  return {
    width: terminal ? stream.columns || 80 : 80,
    color: terminal && !env["NO_COLOR"] && !isDumb(env),
    unicode: !posix && !isDumb(env),
    nowMs,
    stateDir,
    offsetMinutes: (atMs) => -new Date(atMs).getTimezoneOffset(),
  };
}

/** How many columns a table may take: a terminal's; none are counted where another program reads. */
export function roomOf(stream: NodeJS.WriteStream): number {
  return stream.isTTY === true ? stream.columns || 80 : Number.POSITIVE_INFINITY;
}
