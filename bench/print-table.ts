import { table } from "../src/reporters/text/table.ts";
import { isMet, type Measurement } from "./measurement.ts";

/** The measurements as a table of ratios, and a line for each bound. */
export function printTable(measurements: readonly Measurement[]): void {
  const rows = measurements.map(({ what, oursMs, against, theirsMs, ratio }) => [
    what,
    `${Math.round(oursMs)} ms`,
    against,
    `${Math.round(theirsMs)} ms`,
    ratio.toFixed(2),
  ]);
  process.stdout.write(table([["BIGOPS", "TOOK", "AGAINST", "TOOK", "RATIO"], ...rows]));
  process.stdout.write("\n");
  for (const measurement of measurements) {
    const { what, ratio, bound } = measurement;
    const said = bound.kind === "at most" ? `at most ${bound.value}` : `at least ${bound.value} times faster`;
    process.stdout.write(`${isMet(measurement) ? "met   " : "MISSED"} ${what}: ${ratio.toFixed(2)} (${said})\n`);
  }
}
