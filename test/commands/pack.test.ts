import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { makeHome } from "./harness/home.ts";

const checkout = fileURLToPath(new URL("../..", import.meta.url));
const home = makeHome();
afterAll(() => home.remove());

/** The tarball that would be published, built by packing a copy of the checkout: other tests use the checkout's own build meanwhile. */
function pack(): string {
  const copy = join(home.path, "checkout");
  const published = manifest.files.filter((name) => name !== "dist");
  for (const name of ["package.json", "tsconfig.json", "README.md", "LICENSE", "scripts", "src", ...published])
    cpSync(join(checkout, name), join(copy, name), { recursive: true });
  symlinkSync(join(checkout, "node_modules"), join(copy, "node_modules"));
  const out = execFileSync("npm", ["pack", "--json", "--pack-destination", home.path], {
    cwd: copy,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  // What the build says comes first.
  const [{ filename }] = JSON.parse(out.slice(out.search(/^\[/m))) as [{ filename: string }];
  return join(home.path, filename);
}

describe("the package", () => {
  const folder = join(home.path, "installed");
  mkdirSync(folder);

  it("installed into an empty folder runs", { timeout: 240_000 }, () => {
    const tarball = pack();
    const install = spawnSync(
      "npm",
      ["install", "--prefix", folder, "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball],
      { encoding: "utf8", cwd: folder },
    );
    expect(install.status, install.stderr).toBe(0);

    const bin = join(folder, "node_modules", ".bin", "bigops");
    const version = spawnSync(bin, ["--version"], { encoding: "utf8", env: home.env, cwd: home.cwd });
    expect(version.stdout).toBe(`${manifest.version}\n`);

    const run = ["run", "feature-store-down", "--env", "sandbox", "--fault", "bad-rollout", "--dry-run"];
    const dry = spawnSync(bin, run, { encoding: "utf8", env: home.env, cwd: home.cwd });
    expect(dry.status, dry.stderr).toBe(1);
    expect(dry.stdout).toContain("roll feature-api back to revision 13");
  });

  it("holds what it needs and nothing of the tests", () => {
    const files = readdirSync(join(folder, "node_modules", "bigops"), { recursive: true, encoding: "utf8" });
    expect(files).toContain(join("bin", "bigops.js"));
    expect(files).toContain(join("dist", "main.cjs"));
    expect(files).toContain(join("runbooks", "feature-store-down.yaml"));
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", join("schemas", "runbook.schema.json")]));
    expect(files.filter((file) => /^(test|src|bench|node_modules)\b/.test(file))).toEqual([]);
  });
});
