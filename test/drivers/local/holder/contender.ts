// A process of its own: tries to take the run in argv[2], says what came of it, and holds it until its input ends.
import { realWorld } from "../../../../src/drivers/local/real-world/real-world.ts";

const folder = process.argv[2] ?? "";
process.stdout.write("ready\n");
process.stdin.setEncoding("utf8");
let claim: Awaited<ReturnType<typeof realWorld.holder.claim>> | null = null;
process.stdin.on("data", (chunk: string) => {
  for (const command of chunk.trim().split("\n")) void obey(command);
});

async function obey(command: string): Promise<void> {
  if (command === "claim") {
    claim = await realWorld.holder.claim(folder);
    if (claim !== "held") {
      claim.serve(async (message) => ({ ok: false, reason: `heard ${message.op}` }));
    }
    process.stdout.write(claim === "held" ? "held\n" : "holds\n");
  }
  if (command === "leave") {
    if (claim !== null && claim !== "held") await claim.release();
    process.exit(0);
  }
}
