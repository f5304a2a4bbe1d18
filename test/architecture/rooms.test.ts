import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../../src", import.meta.url));

/** Which rooms a room may import from, besides itself. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  clients: ["core"],
  probes: ["clients", "core"],
  actions: ["clients", "core"],
  drivers: ["core"],
  reporters: ["core"],
  sandbox: ["core"],
  cli: ["clients", "probes", "actions", "drivers", "reporters", "sandbox", "core"],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : path.endsWith(".ts") ? [path] : [];
  });
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, "utf8");
  const named = [...text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map((match) => match[1] ?? "");
  return named.map((to) => ({
    from: relative(src, file),
    to: to.startsWith(".") ? relative(src, normalize(join(dirname(file), to))) : to,
  }));
}

const files = filesBelow(src);
const imports = files.flatMap(importsOf);
const roomOf = (path: string) => path.split("/")[0] ?? "";

test("arrows between the rooms point one way", () => {
  const breaches = imports.filter(({ from, to }) => {
    const [here, there] = [roomOf(from), roomOf(to)];
    return there in arrows && here !== there && !(arrows[here] ?? []).includes(there);
  });
  expect(breaches).toEqual([]);
});

test("the core imports no Node built-in", () => {
  expect(imports.filter(({ from, to }) => roomOf(from) === "core" && to.startsWith("node:"))).toEqual([]);
});

test("every room is known", () => {
  expect(readdirSync(src).filter((name) => !(name in arrows))).toEqual([]);
});

test("no file is a drawer for everything", () => {
  const drawers = /(^|\/)(utils?|common|helpers?|services?|managers?|misc)(\/|\.ts$)/;
  expect(files.map((file) => relative(src, file)).filter((file) => drawers.test(file))).toEqual([]);
});

test("the median file is under 80 lines", () => {
  const lengths = files.map((file) => readFileSync(file, "utf8").split("\n").length).sort((a, b) => a - b);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(80);
});

test("a schema's complaints reach nobody in the library's own words", () => {
  const raw = files.filter((file) => {
    const text = readFileSync(file, "utf8");
    const reads = /prettifyError|flattenError|treeifyError|\.issues\b[^]*\.message\b/.test(text);
    return reads && !/\bIN_PLAIN_WORDS\b/.test(text);
  });
  // The sandbox speaks as a real server does.
  expect(raw.map((file) => relative(src, file)).filter((file) => !file.startsWith("sandbox/"))).toEqual([]);
});
