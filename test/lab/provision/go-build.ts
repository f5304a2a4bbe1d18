import type { Workshop } from "./step.ts";

const goEnv = { GOTOOLCHAIN: "local", CGO_ENABLED: "0", GOFLAGS: "-mod=mod" };

/** Runs one `go` subcommand in the step's folder. */
export function go(workshop: Workshop, ...args: readonly string[]): Promise<void> {
  return workshop.run("go", args, goEnv);
}

/**
 * Builds commands of a module that carries no `replace` directives: adds them as tools of an
 * otherwise empty module, so that the versions of their own go.sum hold, and compiles them.
 */
export async function buildTools(
  workshop: Workshop,
  module: { readonly path: string; readonly version: string; readonly commands: readonly string[] },
): Promise<void> {
  const packages = module.commands.map((command) => `${module.path}/${command}`);
  await go(workshop, "mod", "init", "example.invalid/lab");
  await go(workshop, "get", "-tool", ...packages.map((name) => `${name}@${module.version}`));
  await go(workshop, "build", "-p", "2", "-trimpath", "-ldflags", "-s -w", "-o", `${workshop.bin}/`, ...packages);
}
