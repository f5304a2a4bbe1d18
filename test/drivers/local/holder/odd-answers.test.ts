import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { HolderError } from "../../../../src/drivers/local/holder/holder-error.ts";
import { sendToHolder } from "../../../../src/drivers/local/real-world/send-to-holder.ts";

test.each(["{", "null", "7", "<html>", '{"message":"hello"}', "\u0000"])(
  "%j is no holder's answer, and said so",
  async (answer) => {
    const folder = await mkdtemp(join(tmpdir(), "bigops-holder-"));
    const server = createServer((socket) => socket.end(`${answer}\n`));
    await new Promise<void>((resolve) => server.listen(join(folder, "holder.1"), resolve));
    onTestFinished(async () => {
      server.close();
      await rm(folder, { recursive: true });
    });
    const told = sendToHolder(folder, { op: "snapshot" });
    await expect(told).rejects.toThrow(HolderError);
    await expect(told).rejects.toThrow("gave an answer that is none");
  },
);
