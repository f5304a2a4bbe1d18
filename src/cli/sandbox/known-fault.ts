import { didYouMean } from "../nearest-name.ts";
import { UsageError } from "../usage-error.ts";

/** A fault that the sandbox can inject, by name; another is wrong usage. */
export async function knownFault(name: string): Promise<string> {
  const { faults } = await import("../../sandbox/faults/index.ts");
  const names = faults.map((fault) => fault.name);
  if (names.includes(name)) return name;
  throw new UsageError(
    `the sandbox has no fault "${name}".${didYouMean(name, names)}`,
    `there are: ${names.join(", ")}`,
  );
}
