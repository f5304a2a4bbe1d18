import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { HolderError } from "../../../../src/drivers/local/holder/holder-error.ts";
import { sendToHolder } from "../../../../src/drivers/local/real-world/send-to-holder.ts";

/** The folder of a run whose holder does this with whoever connects. */
async function holderThat(does: (socket: Socket) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "bigops-holder-"));
  const server = createServer(does);
  await new Promise<void>((resolve) => server.listen(join(folder, "holder.1"), resolve));
  onTestFinished(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  return folder;
}

test("an event says until when it may be taken, which is before its sender gives up", async () => {
  const heard: string[] = [];
  const folder = await holderThat((socket) => {
    socket.setEncoding("utf8").on("data", (line: string) => {
      heard.push(line);
      socket.end('{"ok":true,"accepted":true}\n');
    });
  });
  const before = Date.now();
  const by = { user: "ada", as: null, host: "laptop" };
  await sendToHolder(folder, { op: "event", event: { type: "acknowledged", by } });
  const { notAfterMs } = JSON.parse(heard.join("")) as { readonly notAfterMs: number };
  expect(notAfterMs).toBeGreaterThanOrEqual(before + 8_000);
  expect(notAfterMs).toBeLessThan(Date.now() + 10_000);
});

test.each(["{", "null", "7", "<html>", '{"message":"hello"}', "\u0000"])(
  "%j is no holder's answer, and said so",
  async (answer) => {
    const folder = await holderThat((socket) => socket.end(`${answer}\n`));
    const told = sendToHolder(folder, { op: "snapshot" });
    await expect(told).rejects.toThrow(HolderError);
    await expect(told).rejects.toThrow("gave an answer that is none");
  },
);
