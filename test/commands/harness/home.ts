import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A person's machine for one test: a home of its own, an empty working folder, and nothing of the real environment. */
export interface Home {
  readonly path: string;
  readonly cwd: string;
  readonly stateDir: string;
  readonly env: Readonly<Record<string, string>>;
  remove(): void;
}

export function makeHome(): Home {
  const path = mkdtempSync(join(tmpdir(), "bigops-home-"));
  const cwd = join(path, "work");
  mkdirSync(cwd);
  return {
    path,
    cwd,
    stateDir: join(path, "state", "bigops"),
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: path,
      XDG_CONFIG_HOME: join(path, "config"),
      XDG_STATE_HOME: join(path, "state"),
      XDG_CACHE_HOME: join(path, "cache"),
      LANG: "C.UTF-8",
      TERM: "xterm-256color",
      TZ: "Europe/Belgrade",
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
