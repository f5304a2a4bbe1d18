import { cpSync } from "node:fs";
import { makeHome, type Home } from "./home.ts";

/** Another person's machine with the same configuration: it reaches the same environment, and has no runs. */
export function colleagueOf(home: Home): Home {
  const other = makeHome();
  cpSync(home.cwd, other.cwd, { recursive: true });
  return other;
}
