/** A question without the end of its line ("Password: ") is told when nothing has followed it for so long. */
const IDLE_MS = 150;
/** Longer ones are told in pieces: what never ends its line is kept in bounds. */
const MAX_LINE = 4_000;
/** All that is told of one program. */
const MAX_TOLD = 64_000;
const MAX_KEPT = 2_000;
/** The beginning of a terminal escape whose end has not come yet. */
const OPEN_ESCAPE = /\u001B(?:\[[0-?]*[ -/]*|\][^\u0007\u001B]*|)$/;

/** What a program writes, cut into lines as they come. Empty ones are left out; a carriage return ends a line as well. */
export interface LiveLines {
  write(text: string): void;
  /** Tells what is left of a line without an end. */
  end(): void;
  /** The last lines, at most some 2,000 characters of them. */
  last(): readonly string[];
}

/** Tells each line at once, and what stays of one without its end soon. */
export function liveLines(tell: (line: string) => void): LiveLines {
  let pending = "";
  let told = 0;
  let idle: NodeJS.Timeout | null = null;
  let kept: readonly string[] = [];

  const line = (text: string) => {
    if (text.trim() === "") return;
    kept = withinBounds([...kept, text]);
    if (told > MAX_TOLD) return;
    told += text.length;
    tell(told > MAX_TOLD ? "… (what it says from here on is not shown)" : text);
  };
  const flush = () => {
    const rest = pending;
    pending = "";
    line(rest);
  };

  return {
    write(text) {
      if (idle !== null) clearTimeout(idle);
      idle = null;
      const lines = (pending + text).split(/[\r\n]+/);
      pending = lines.pop() ?? "";
      for (const one of lines) line(one);
      if (pending.length > MAX_LINE) flush();
      if (pending !== "" && !OPEN_ESCAPE.test(pending)) idle = setTimeout(flush, IDLE_MS);
    },
    end() {
      if (idle !== null) clearTimeout(idle);
      flush();
    },
    last: () => kept,
  };
}

function withinBounds(lines: readonly string[]): readonly string[] {
  let from = lines.length - 1;
  for (let size = lines[from]?.length ?? 0; from > 0; from -= 1) {
    size += lines[from - 1]?.length ?? 0;
    if (size > MAX_KEPT) break;
  }
  return lines.slice(Math.max(0, from));
}
