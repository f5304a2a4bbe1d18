// Loaded into the measured process before anything else: at its end, its peak memory in KiB goes to the named file.
import { readFileSync, writeFileSync } from "node:fs";

const file = process.env.BIGOPS_PEAK_FILE;
if (file !== undefined) process.on("exit", () => writeFileSync(file, String(peakKib())));

/** Linux hands what a parent held at its fork on to maxRSS: of the memory of this program alone its own peak tells. */
function peakKib() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
