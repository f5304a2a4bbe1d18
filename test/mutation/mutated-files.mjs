import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** The files below `folder` whose name begins so, and all that they import from there: a judge is what it is made of. */
function madeOf(folder, prefix) {
  const waiting = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => basename(path).startsWith(prefix));
  const found = new Set();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    for (const [, imported] of readFileSync(path, "utf8").matchAll(/from "(\.[^"]+\.ts)"/g)) {
      const target = join(dirname(path), imported);
      if (target.startsWith(`${folder}/`) && existsSync(target)) waiting.push(target);
    }
  }
  return [...found];
}

/** The core, every judge and every plan. */
export const mutatedFiles = ["src/core/**/*.ts", ...madeOf("src/probes", "judge-"), ...madeOf("src/actions", "plan-")];
