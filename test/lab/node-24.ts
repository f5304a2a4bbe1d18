import { node24 } from "./provision/node24.ts";
import { binaryPath, isProvisioned } from "./provision/lab-folder.ts";

/** Prints the path of the lab's Node 24; nothing where the lab has not been provisioned. */
process.stdout.write(isProvisioned(node24) ? `${binaryPath(node24, "node")}\n` : "");
