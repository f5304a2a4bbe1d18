// Loaded into the measured process before anything else: at its end, its peak memory in KiB goes to the named file.
import { writeFileSync } from "node:fs";

const file = process.env.BIGOPS_PEAK_FILE;
if (file !== undefined) process.on("exit", () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
