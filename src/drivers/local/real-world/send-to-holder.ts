import type { Socket } from "node:net";
import { HolderError } from "../holder/holder-error.ts";
import type { HolderAnswer, HolderMessage } from "../holder/message.ts";
import { MAX_ANSWER_BYTES } from "../holder/message.ts";
import { connect } from "./connect.ts";
import { holderFile, latestGeneration } from "./holder-files.ts";

/** A holder that lives answers in milliseconds; one that is suspended never does. */
const ANSWER_MS = 10_000;
/** Until then it may still take an event: the rest is for recording it, and for the answer's way. */
const TAKEN_WITHIN_MS = 8_000;

/** Tells the run's holder something; null when no process holds the run. Throws HolderError when it lives but does not answer. */
export async function sendToHolder(runFolder: string, message: HolderMessage): Promise<HolderAnswer | null> {
  const latest = await latestGeneration(runFolder);
  if (latest === 0) return null;
  const socket = await connect(runFolder, holderFile(latest)).catch((error: Error) => {
    throw new HolderError(runFolder, `cannot be reached (${error.message})`);
  });
  if (socket === null) return null;
  try {
    socket.setTimeout(ANSWER_MS, () => socket.destroy());
    const asked = message.op === "event" ? { ...message, notAfterMs: Date.now() + TAKEN_WITHIN_MS } : message;
    socket.write(`${JSON.stringify(asked)}\n`);
    const line = await firstLine(socket);
    if (line === null) throw new HolderError(runFolder, "did not answer");
    const answer = answerIn(line);
    if (answer === null) throw new HolderError(runFolder, "gave an answer that is none");
    return answer;
  } finally {
    socket.destroy();
  }
}

/** null for what no holder says. */
function answerIn(line: string): HolderAnswer | null {
  try {
    const answer: unknown = JSON.parse(line);
    return typeof answer === "object" && answer !== null && "ok" in answer ? (answer as HolderAnswer) : null;
  } catch {
    return null;
  }
}

async function firstLine(socket: Socket): Promise<string | null> {
  const parts: string[] = [];
  let length = 0;
  socket.setEncoding("utf8");
  try {
    for await (const chunk of socket as AsyncIterable<string>) {
      parts.push(chunk);
      length += chunk.length;
      if (chunk.includes("\n")) return parts.join("").split("\n", 1)[0] ?? null;
      if (length > MAX_ANSWER_BYTES) return null;
    }
  } catch {
    return null;
  }
  return null;
}
