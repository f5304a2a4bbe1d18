import { didYouMean } from "../nearest-name.ts";
import { UsageError } from "../usage-error.ts";

/** A fault that the sandbox can inject, by name; another is wrong usage, and those of this runbook are listed, of all where it is not known yet. */
export async function knownFault(name: string, runbook: string | null): Promise<string> {
  const { faults, faultsOf } = await import("../../sandbox/faults/index.ts");
  if (faults.some((fault) => fault.name === name)) return name;
  const names = (runbook === null ? faults : faultsOf(runbook)).map((fault) => fault.name);
  throw new UsageError(
    `the sandbox has no fault "${name}".${didYouMean(name, names)}`,
    `there are: ${names.join(", ")}`,
  );
}
